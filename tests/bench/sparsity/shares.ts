/** How much of a layer's maps could be skipped: the share of tiles in which no cell may have weight. */
import { type LayerShape, type RuleId, ruleNamed, scoreRow } from '#attention';
import { type Gpu, readBack } from '#gpu';

/** Tiles by the queries and the keys in them: the cells, what invocations that run in step skip, what pictures skip. */
const grids = { '1x1': [1, 1], '8x32': [8, 32], '32x32': [32, 32] } as const;

type Grid = keyof typeof grids;

/** [T, T] of one head: 1 where the query may give the key weight, the masked cells left out. */
function weighingCells({ tokens, headSize }: LayerShape, rule: RuleId, q: Float32Array, k: Float32Array) {
  const { numerator, peakFloor } = ruleNamed(rule);
  const cells = new Uint8Array(tokens * tokens);
  const scores = new Float64Array(tokens);
  for (let query = 0; query < tokens; query++) {
    scoreRow(q.subarray(query * headSize, (query + 1) * headSize), k, query + 1, 1, scores);
    for (let key = 0; key <= query; key++) {
      const peak = Math.max(peakFloor(0), scores[key]);
      cells[query * tokens + key] = Number(numerator(scores[key], peak) > 0);
    }
  }
  return cells;
}

/** Tiles on or below the diagonal, and those of them without a cell that may have weight. */
function tilesOf(cells: Uint8Array, tokens: number, [queries, keys]: readonly [number, number]) {
  let [all, idle] = [0, 0];
  for (let top = 0; top < tokens; top += queries) {
    const bottom = Math.min(top + queries, tokens);
    for (let left = 0; left < bottom; left += keys) {
      const right = Math.min(left + keys, tokens);
      let weighs = false;
      for (let query = top; query < bottom && !weighs; query++)
        weighs = cells.subarray(query * tokens + left, query * tokens + right).includes(1);
      all += 1;
      if (!weighs) idle += 1;
    }
  }
  return { all, idle };
}

/** Over all heads of all layers, which share shape and rule. */
export async function idleShares(
  gpu: Gpu,
  shape: LayerShape,
  rule: RuleId,
  layers: readonly { readonly q: GPUBuffer; readonly k: GPUBuffer }[],
): Promise<Readonly<Record<Grid, number>>> {
  const { tokens, heads, keyHeads, headSize } = shape;
  const size = tokens * headSize;
  const names = Object.keys(grids) as Grid[];
  const sums = names.map(() => ({ all: 0, idle: 0 }));
  for (const layer of layers) {
    const read = await readBack(gpu, [
      { buffer: layer.q, bytes: 4 * heads * size },
      { buffer: layer.k, bytes: 4 * keyHeads * size },
    ]);
    const [q, k] = read.map((bytes) => new Float32Array(bytes));
    for (let head = 0; head < heads; head++) {
      const keyHead = Math.floor((head * keyHeads) / heads);
      const cells = weighingCells(shape, rule, q.subarray(head * size), k.subarray(keyHead * size));
      for (const [at, name] of names.entries()) {
        const { all, idle } = tilesOf(cells, tokens, grids[name]);
        sums[at] = { all: sums[at].all + all, idle: sums[at].idle + idle };
      }
    }
  }
  const shares = names.map((name, at) => [name, sums[at].idle / sums[at].all]);
  return Object.fromEntries(shares) as Record<Grid, number>;
}
