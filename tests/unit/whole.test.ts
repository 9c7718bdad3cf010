/** The shipped files, whole, in stock ONNX Runtime: what the graph computes is what the golden files say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { largestGap, openWhole, runtimes, type Values } from './whole-runtimes.ts';

const LAYERS = 8;
const VOCABULARY = 8192;
const golden = JSON.parse(readFileSync('tests/golden/golden.json', 'utf8'));
const layers = Array.from({ length: LAYERS }, (_, layer) => layer);
const cases = Object.keys(golden).flatMap((id) =>
  Object.keys(runtimes).map((runtime) => [id, runtime as keyof typeof runtimes] as const),
);

/** Mean of −ln p(next token), in nats. */
function meanLoss(logits: Float32Array, ids: readonly number[]): number {
  const losses = ids.slice(1).map((next, t) => {
    const row = logits.subarray(t * VOCABULARY, (t + 1) * VOCABULARY);
    const most = row.reduce((a, b) => Math.max(a, b));
    return most + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - most), 0)) - row[next];
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

/** [L]: exact zeros of a layer in the lower triangles, diagonal included. */
const zeros = (values: Values, T: number) =>
  layers.map((layer) => {
    const weights = values[`layers.${layer}.weights`];
    return weights.reduce(
      (count, weight, i) => count + (i % T <= Math.floor(i / T) % T && weight === 0 ? 1 : 0),
      0,
    );
  });

describe.each(cases)('%s in %s', (id, runtime) => {
  test('agrees with the golden files', async () => {
    const folder = `models/${id}`;
    const want = golden[id];
    const { T, ids } = want;
    const named = layers.flatMap((layer) => [`layers.${layer}.weights`, `hidden.${layer}`]);
    const values = await (await openWhole(runtime, folder, named))(ids);

    const bytes = readFileSync(`tests/golden/${id}.weights.f32`);
    const weights = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const perLayer = weights.length / LAYERS;
    for (const layer of layers)
      expect(
        largestGap(
          values[`layers.${layer}.weights`],
          weights.subarray(layer * perLayer, (layer + 1) * perLayer),
        ),
      ).toBeLessThanOrEqual(2e-4);

    const last = values.logits.subarray((T - 1) * VOCABULARY);
    expect(largestGap(last.subarray(0, 8), want.logit_last_head)).toBeLessThanOrEqual(2e-3);
    for (const [token, logit] of want.top) expect(Math.abs(last[token] - logit)).toBeLessThanOrEqual(2e-3);
    expect(Math.abs(meanLoss(values.logits, ids) - want.nll)).toBeLessThanOrEqual(1e-4);

    const cells = (8 * T * (T + 1)) / 2;
    const wanted = want.zero.map((heads: readonly number[]) => heads.reduce((a, b) => a + b, 0));
    expect(largestGap(zeros(values, T), wanted)).toBeLessThanOrEqual(1e-3 * cells);

    const states = [...layers.map((layer) => `hidden.${layer}`), 'hidden.last', 'hidden.norm'];
    for (const [i, name] of states.entries()) {
      const { min, max } = want.hid[i];
      const state = values[name];
      const found = [state.reduce((a, b) => Math.min(a, b)), state.reduce((a, b) => Math.max(a, b))];
      expect(largestGap(found, [min, max]), name).toBeLessThanOrEqual(2e-3);
    }
  });
});
