/** How much of a layer's maps could be skipped: the share of tiles in which no cell may have weight. */
import { type LayerShape, type RuleId, ruleNamed, scoreRow } from '#attention';
import { type Gpu, readBack } from '#gpu';

/** Tiles by the queries and the keys in them: the cells, what invocations that run in step skip, what pictures skip. */
const grids = { '1x1': [1, 1], '8x32': [8, 32], '32x32': [32, 32] } as const;

type Grid = keyof typeof grids;

/** Of one head, query by query: 1 where the query may give the key weight of those it sees. */
function weighingCells({ tokens, headSize }: LayerShape, rule: RuleId, q: Float32Array, k: Float32Array) {
  const { numerator, peakFloor } = ruleNamed(rule);
  const scores = new Float64Array(tokens);
  return Array.from({ length: tokens }, (_, query) => {
    scoreRow(q.subarray(query * headSize, (query + 1) * headSize), k, query + 1, 1, scores);
    const seen = scores.subarray(0, query + 1);
    return Uint8Array.from(seen, (x) => Number(numerator(x, Math.max(peakFloor(0), x)) > 0));
  });
}

/** Over all heads of all layers, which share shape and rule: of the tiles on or below the diagonal. */
export async function idleShares(
  gpu: Gpu,
  shape: LayerShape,
  rule: RuleId,
  layers: readonly { readonly q: GPUBuffer; readonly k: GPUBuffer }[],
): Promise<Readonly<Record<Grid, number>>> {
  const { tokens, heads, keyHeads, headSize } = shape;
  const size = tokens * headSize;
  const [all, idle] = [
    { '1x1': 0, '8x32': 0, '32x32': 0 },
    { '1x1': 0, '8x32': 0, '32x32': 0 },
  ];
  for (const layer of layers) {
    const read = await readBack(gpu, [
      { buffer: layer.q, bytes: 4 * heads * size },
      { buffer: layer.k, bytes: 4 * keyHeads * size },
    ]);
    const [q, k] = read.map((bytes) => new Float32Array(bytes));
    for (let head = 0; head < heads; head++) {
      const keyHead = Math.floor((head * keyHeads) / heads);
      const cells = weighingCells(shape, rule, q.subarray(head * size), k.subarray(keyHead * size));
      for (const [name, [queries, keys]] of Object.entries(grids) as [Grid, readonly [number, number]][])
        for (let top = 0; top < tokens; top += queries) {
          const lines = cells.slice(top, top + queries);
          for (let left = 0; left < top + lines.length; left += keys) {
            all[name] += 1;
            if (!lines.some((line) => line.subarray(left, left + keys).includes(1))) idle[name] += 1;
          }
        }
    }
  }
  const shares = Object.entries(all).map(([name, count]) => [name, idle[name as Grid] / count]);
  return Object.fromEntries(shares) as Record<Grid, number>;
}
