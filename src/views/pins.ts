/** The pinned heads: added and taken away, and found in the answers. */
import { MOST_PINS, type Pin, type Spec } from '#share';
import type { Answer, PaneRun } from '#state';
import type { Words } from '#words';
import { headLabel } from './say.ts';

export const samePin = (one: Pin, other: Pin): boolean =>
  one.pane === other.pane && one.layer === other.layer && one.head === other.head;

/** Null where one more would be too many. */
export function togglePin(pins: Spec['pins'], pin: Pin): Spec['pins'] | null {
  if (pins.some((each) => samePin(each, pin))) return pins.filter((each) => !samePin(each, pin));
  return pins.length < MOST_PINS ? [...pins, pin] : null;
}

export interface ShownPin {
  readonly pin: Pin;
  readonly answer: Answer;
}

/** Those whose pane and head are there; the others stay in the spec, until they are again. */
export function shownPins(pins: Spec['pins'], panes: readonly PaneRun[]): readonly ShownPin[] {
  return pins.flatMap((pin) => {
    const answer = panes[pin.pane]?.answer;
    return answer && pin.layer < answer.card.layers && pin.head < answer.card.heads ? [{ pin, answer }] : [];
  });
}

/** What was done, in a sentence; `pins` are those after it, null if there were too many. */
export function sayPin(words: Words, pin: Pin, pins: Spec['pins'] | null, panes: readonly PaneRun[]): string {
  if (!pins) return words.pinsFull(MOST_PINS);
  const pinned = pins.some((each) => samePin(each, pin));
  const model = panes[pin.pane]?.answer?.card.title ?? '';
  return (pinned ? words.pinnedNow : words.unpinnedNow)(headLabel(pin.layer, pin.head), model);
}
