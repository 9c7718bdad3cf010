/** Where a key press leads among heads that need not fill their grid: a pure transition from place to place. */
import type { Place } from './steps.ts';

/** Places in reading order, rows with rows: every one can be reached, since a row is entered at its nearest column. */
type Places = readonly Place[];

const moves: Readonly<Record<string, (places: Places, from: Place) => Place | undefined>> = {
  ArrowLeft: (places, { row, column }) =>
    places.findLast((place) => place.row === row && place.column < column),
  ArrowRight: (places, { row, column }) => places.find((place) => place.row === row && place.column > column),
  ArrowUp: (places, from) => nearest(places, places.findLast(({ row }) => row < from.row)?.row, from.column),
  ArrowDown: (places, from) => nearest(places, places.find(({ row }) => row > from.row)?.row, from.column),
  Home: (places, { row }) => places.find((place) => place.row === row),
  End: (places, { row }) => places.findLast((place) => place.row === row),
  PageUp: (places, { column }) => nearest(places, places.at(0)?.row, column),
  PageDown: (places, { column }) => nearest(places, places.at(-1)?.row, column),
};

/** Control with Home or End goes to the first or the last place of all. */
const farMoves: Readonly<Record<string, (places: Places) => Place | undefined>> = {
  Home: (places) => places.at(0),
  End: (places) => places.at(-1),
};

/** Index of the next place, the same one where there is none that way; null if the key does not move. */
export function walk(key: string, far: boolean, places: Places, at: number): number | null {
  const move = (far ? farMoves : moves)[key];
  if (!move || !places[at]) return null;
  const next = move(places, places[at]);
  return next ? places.indexOf(next) : at;
}

function nearest(places: Places, row: number | undefined, column: number): Place | undefined {
  const gap = (place: Place) => Math.abs(place.column - column);
  return places
    .filter((place) => place.row === row)
    .reduce<Place | undefined>((best, each) => (best && gap(best) <= gap(each) ? best : each), undefined);
}
