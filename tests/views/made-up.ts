/** Made-up answers that look like a model's: maps from a few patterns, and every number counted from those maps. */
import { colourOf, differenceColourOf } from '#attention';
import type { Flag, Report } from '#metrics';
import type { Answer, AnswerPicture, Edges, ModelCard } from '#state';

export interface MadeUpModel {
  readonly card: ModelCard;
  /** [T], zero after the query: a pure function. */
  row(layer: number, head: number, query: number, tokens: number): Float32Array;
}

type Row = (query: number, key: number) => number;

/** A number from 0 to 1 that depends on nothing but its arguments. */
function chance(...of: readonly number[]): number {
  let state = 2166136261;
  for (const each of of) state = Math.imul(state ^ (each + 374761393), 16777619) ^ (state >>> 13);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}

/** Scores before the rule: what a head of that kind looks for. */
function scoreOf(layer: number, head: number): Row {
  const kind = Math.floor(chance(layer, head) * 6);
  const strength = 2 + 4 * chance(layer, head, 1);
  const noise: Row = (query, key) => 1.6 * (chance(layer, head, query, key) - 0.62);
  const kinds: readonly Row[] = [
    (_, key) => (key === 0 ? strength : 0),
    (query, key) => (query - key === 1 ? strength : key === 0 ? strength - 1 : 0),
    (query, key) => strength * 0.6 - Math.abs(query - key - 3) * 0.4,
    (_, key) => (chance(layer, key, 7) > 0.88 ? strength : 0),
    (query, key) => (query === key ? strength * 0.8 : 0),
    (query, key) => (chance(query % 9, key % 7, layer) > 0.9 ? strength * 0.9 : -0.4),
  ];
  const pattern = kinds[kind];
  return (query, key) => pattern(query, key) + noise(query, key);
}

function softmax(scores: Float32Array): Float32Array {
  const raised = scores.map(Math.exp);
  const total = raised.reduce((sum, each) => sum + each, 0);
  return raised.map((each) => each / total);
}

function softpick(scores: Float32Array): Float32Array {
  const total = scores.reduce((sum, each) => sum + Math.abs(Math.expm1(each)), 1e-6);
  return scores.map((each) => Math.max(Math.expm1(each), 0) / total);
}

export function madeUpModel(rule: 'softmax' | 'softpick', layers = 8, heads = 8): MadeUpModel {
  const size = { 2: 'toy', 8: 'tiny' }[layers] ?? `${layers}x${heads}`;
  const bytes = layers > 8 ? 747_735_040 : 17_043_456;
  return {
    card: {
      format: 1,
      id: `${size}-${rule}`,
      title: `${rule}, ${size}`,
      rule,
      layers,
      heads,
      keyHeads: heads,
      headSize: 32,
      hidden: 32 * heads,
      vocabulary: 8192,
      longest: 512,
      parameters: 8_522_496,
      weights: 'f16',
      bytes,
      files: [{ path: 'graph.onnx', bytes, sha256: '0'.repeat(64) }],
      licence: 'MIT',
      origin: 'made up',
    },
    row(layer, head, query, tokens) {
      const score = scoreOf(layer, head);
      const row = new Float32Array(tokens);
      // Some heads under softpick see nothing above zero: they are silent, or nearly.
      const low =
        rule === 'softmax' ? 0 : 2.2 * chance(layer, head, 3) + (chance(layer, head, 5) > 0.8 ? 4 : 0);
      const scores = Float32Array.from({ length: query + 1 }, (_, key) => score(query, key) - low);
      row.set(rule === 'softmax' ? softmax(scores) : softpick(scores));
      return row;
    },
  };
}

export function madeUpPieces(text: string, start = true): Answer['pieces'] {
  const pieces = text.match(/\s?[\p{L}\p{N}]{1,6}|\s?[^\s\p{L}\p{N}]|\s/gu) ?? [];
  const visible = (piece: string) => piece.replace(/ /g, '·').replace(/\n/g, '↵').replace(/\t/g, '⇥');
  return [
    ...(start ? [{ id: 0, text: '<s>', visible: '<s>', special: true }] : []),
    ...pieces.map((piece, index) => ({
      id: 10 + index,
      text: piece,
      visible: visible(piece),
      special: false,
    })),
  ];
}

const maps = new Map<string, readonly Float32Array[]>();

/** All weights of a head, [T, T]; made once. */
function mapOf(model: MadeUpModel, layer: number, head: number, tokens: number): readonly Float32Array[] {
  const name = `${model.card.id} ${layer} ${head} ${tokens}`;
  const map =
    maps.get(name) ?? Array.from({ length: tokens }, (_, query) => model.row(layer, head, query, tokens));
  maps.set(name, map);
  return map;
}

export function edgesOf(model: MadeUpModel, layer: number, head: number, tokens: number): Edges {
  const map = mapOf(model, layer, head, tokens);
  return {
    rowSums: Float32Array.from(map, (row) => row.reduce((sum, weight) => sum + weight, 0)),
    columnMeans: Float32Array.from(map, (_, key) => map.reduce((sum, row) => sum + row[key], 0) / tokens),
  };
}

export function madeUpAnswer(
  serial: number,
  model: MadeUpModel,
  text: string,
  engine: Answer['engine'] = { kind: 'webgpu', note: 'NVIDIA H100' },
  start = true,
): Answer {
  const { card } = model;
  const pieces = madeUpPieces(text, start);
  const tokens = pieces.length;
  const maps = Array.from({ length: card.layers }, (_, layer) =>
    Array.from({ length: card.heads }, (_, head) => mapOf(model, layer, head, tokens)),
  );
  const each = <Value>(value: (map: readonly Float32Array[]) => Value) =>
    maps.map((heads) => heads.map((map) => value(map)));
  const seen = (map: readonly Float32Array[]) => map.flatMap((row, query) => [...row.subarray(0, query + 1)]);
  const silent = (map: readonly Float32Array[]) =>
    map.filter((row) => row.every((weight) => weight === 0)).length / tokens;
  const strongest = each((map) => {
    const means = map[0].map((_, key) => map.reduce((sum, row) => sum + row[key], 0) / tokens);
    const weight = Math.max(...means);
    return { key: means.indexOf(weight), weight };
  });
  const sumOf = (row: Float32Array) => row.reduce((sum, weight) => sum + weight, 0);
  const weighted = (map: readonly Float32Array[]) => map.filter((row) => sumOf(row) > 0);
  /** Mean over the rows with weight of a sum over the row divided by its own. */
  const spread = (of: (share: number, gap: number) => number) =>
    each((map) => {
      const rows = map.flatMap((row, query) => {
        const sum = sumOf(row);
        return sum > 0 ? [row.reduce((all, weight, key) => all + of(weight / sum, query - key), 0)] : [];
      });
      return rows.reduce((a, b) => a + b, 0) / Math.max(1, rows.length);
    });
  const col0 = each((map) => map.reduce((sum, row) => sum + row[0], 0) / tokens);
  const off = each(silent);
  const share = (threshold: number) =>
    col0.flat().filter((weight) => weight > threshold).length / (card.layers * card.heads);
  const report: Report = {
    model: card.id,
    rule: card.rule,
    text,
    ids: pieces.map(({ id }) => id),
    T: tokens,
    precision: 'f32',
    nll: tokens > 1 ? 4.0205 : null,
    top: [[5, 9.1]],
    logit_last_head: [0, 1, 2, 3, 4, 5, 6, 7],
    col0,
    rowsum: each((map) => seen(map).reduce((sum, weight) => sum + weight, 0) / tokens),
    zero: each((map) => seen(map).filter((weight) => weight === 0).length),
    zero16: each((map) => seen(map).filter((weight) => weight < 2 ** -25).length),
    outmax: strongest.map((heads, layer) => heads.map((_, head) => 0.2 + 3 * chance(layer, head, 11))),
    off,
    weighted: each((map) => weighted(map).length),
    entropy: spread((share) => (share > 0 ? -share * Math.log(share) : 0)),
    distance: spread((share, gap) => share * gap),
    previous: each(
      (map) => map.reduce((sum, row, query) => sum + (row[query - 1] ?? 0), 0) / (tokens - 1 || 1),
    ),
    self: each((map) => map.reduce((sum, row, query) => sum + row[query], 0) / tokens),
    hid: Array.from({ length: card.layers + 2 }, (_, state) => ({
      min: -21.4,
      max: 33.2 + 9 * state,
      q: [-0.4, 0, 0.4],
    })),
    kurt: card.rule === 'softmax' ? 2069.65 : 349.88,
    sink02: share(0.2),
    sink03: share(0.3),
    flags: strongest.map((heads, layer) =>
      heads.map(({ weight }, head): readonly Flag[] => [
        ...(weight > 0.3 ? (['sink'] as const) : []),
        ...(off[layer][head] >= 0.95 ? (['silent'] as const) : []),
        ...(off[layer][head] >= 0.75 && off[layer][head] < 0.95 ? (['mostly-silent'] as const) : []),
      ]),
    ),
    strongest,
    units: { T: 'tokens' },
  };
  return {
    serial,
    card,
    start,
    pieces,
    report,
    weightMax: each((map) => Math.max(...map.map((row) => Math.max(...row)))),
    losses: Array.from({ length: tokens - 1 }, (_, token) => 9 * chance(card.rule.length, token)),
    engine,
    milliseconds: 84,
  };
}

/**
 * Paints what is asked, as the machine would: the largest weight on each pixel, or the largest difference.
 * `modelOf` knows the model of an answer by its serial.
 */
export async function paintMadeUp(
  model: MadeUpModel,
  tokens: number,
  request: AnswerPicture,
  modelOf: (serial: number) => MadeUpModel,
): Promise<ImageBitmap> {
  const { width, height, palette, scale } = request;
  const image = new ImageData(width, height);
  for (const tile of request.tiles) {
    const { minus } = tile;
    const map = mapOf(model, tile.layer, tile.head, tokens);
    const from = minus?.serial === undefined ? model : modelOf(minus.serial);
    const other = minus && mapOf(from, minus.layer, minus.head, tokens);
    const span = (at: number, size: number, [from, to]: readonly [number, number]) => {
      const first = from + Math.floor((at * (to - from)) / size);
      return [first, Math.max(first + 1, from + Math.ceil(((at + 1) * (to - from)) / size))] as const;
    };
    for (let y = 0; y < tile.height; y++)
      for (let x = 0; x < tile.width; x++) {
        const [queryFrom, queryTo] = span(y, tile.height, tile.queries);
        const [keyFrom, keyTo] = span(x, tile.width, tile.keys);
        let largest: number | null = null;
        for (let query = queryFrom; query < queryTo; query++)
          for (let key = keyFrom; key < Math.min(keyTo, query + 1); key++) {
            const value = map[query][key] - (other?.[query][key] ?? 0);
            const [size, most] = [Math.abs(value), Math.abs(largest ?? 0)];
            if (largest === null || size > most || (size === most && value > 0)) largest = value;
          }
        const colour = minus ? differenceColourOf : colourOf;
        image.data.set(
          largest === null ? palette.mask : colour(palette, scale, tile.limit, largest),
          4 * ((tile.top + y) * width + tile.left + x),
        );
      }
  }
  return createImageBitmap(image);
}
