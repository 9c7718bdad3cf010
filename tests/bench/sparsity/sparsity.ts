/**
 * Whether stepping over tiles of scores without weight would pay, which the product does not do: real maps of the
 * shipped softpick model, the same layers under softmax, which has no zeros, and made maps of known shares at the 340M
 * shape. `?tokens=128,512` sets the lengths, `?runs=` and `?warm=` how often, `?layers=` how many layers of the made maps.
 */
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { openGpuMachine } from '#engine';
import { openGpu } from '#gpu';
import { clock, finish, log, query, runs, tokensAsked, warm } from '../measure.ts';
import { HEAD_SIZE, HEADS, LAYERS } from '../operator/shape.ts';
import { freeInputs, madeLayer, openRealModel } from './sources.ts';
import { timeBoth } from './timing.ts';

/** How many blocks of sixteen before its own a query gives weight to in the made maps. */
const bands = [0, 3, 7, 15];

async function main() {
  const gpu = await openGpu();
  const { userAgent } = navigator;
  await log({ page: 'sparsity', adapter: gpu.name, features: [...gpu.features], userAgent, runs, warm });
  const machine = await openGpuMachine(gpu, 'jspi', await (await fetch(wasm)).arrayBuffer());
  const real = await openRealModel(gpu, machine);
  const { layers, heads, headSize } = real.card;
  await log({ model: real.card.id, layers, heads, headSize, textTokens: real.ids.length });
  for (const tokens of tokensAsked('128,256,512')) {
    const inputs = await real.inputs(tokens);
    for (const rule of ['softpick', 'softmax'] as const)
      await log({ maps: 'real', rule, tokens, ...(await timeBoth(gpu, rule, inputs)) });
    freeInputs(gpu, inputs);
    for (const band of bands) {
      const { input, free } = madeLayer(gpu, tokens, HEADS, HEAD_SIZE, band);
      const count = Number(query.get('layers') ?? LAYERS);
      const made = await timeBoth(gpu, 'softpick', Array(count).fill(input));
      await log({ maps: 'made', band, tokens, ...made });
      free();
    }
  }
  await real.close();
  await log({ clock: clock() });
}

finish(main);
