/** Both ways of one set of layers, timed in turns and held against each other. */
import type { LayerInput, PictureRequest, RuleId } from '#attention';
import { dispatch, type Gpu, readBack } from '#gpu';
import { atlasRequest } from '../atlas.ts';
import { type Cost, costOf, medianOf, once, runs, warm } from '../measure.ts';
import { warmUp } from '../operator/ceilings.ts';
import { idleShares } from './shares.ts';
import { makeVariant, pixelsIn, type Variant } from './variants.ts';

const stages = ['forward', 'picture'] as const;

/** Of outputs, about 1 in size. */
const LARGEST_DIFFERENCE = 1e-6;

/** Largest difference of outputs, and the pixels that differ, after both have run; throws where they are not the same. */
async function compare(
  gpu: Gpu,
  [dense, skipping]: readonly Variant[],
  request: PictureRequest,
  bytes: number,
) {
  const bytesOf = async ({ layers, pixels }: Variant) => {
    const outputs = layers.map(({ output }) => ({ buffer: output, bytes }));
    return readBack(gpu, [{ buffer: pixels, bytes: 4 * pixelsIn(request) }, ...outputs]);
  };
  const [denseParts, parts] = [await bytesOf(dense), await bytesOf(skipping)];
  let difference = 0;
  for (const [at, part] of parts.entries()) {
    if (at === 0) continue;
    const expected = new Float32Array(denseParts[at]);
    for (const [n, value] of new Float32Array(part).entries())
      difference = Math.max(difference, Math.abs(value - expected[n]));
  }
  const pixels = new Uint32Array(denseParts[0]);
  const pixelsOff = new Uint32Array(parts[0]).filter((pixel, n) => pixel !== pixels[n]).length;
  if (!(difference <= LARGEST_DIFFERENCE) || pixelsOff > 0)
    throw new Error(`bench: expected the same both ways, got ${difference} in outputs, ${pixelsOff} pixels`);
  return { difference, pixelsOff };
}

/** Median costs both ways, how many times as fast skipping is, and of tiles of each size the share without weight. */
export async function timeBoth(gpu: Gpu, rule: RuleId, given: readonly LayerInput<GPUBuffer>[]) {
  const inputs = given.map((input) => ({ ...input, rule }));
  const [{ shape }] = inputs;
  const request = atlasRequest(inputs.length, shape.heads, shape.tokens, 'sqrt');
  const ways = ['dense', 'skipping'] as const;
  const variants = await Promise.all(ways.map((way) => makeVariant(gpu, way, inputs, request)));
  const found = variants.map(() => ({ forward: [] as Cost[], picture: [] as Cost[] }));
  await warmUp(gpu);
  for (let run = 0; run < warm + runs; run += 1)
    for (const [at, variant] of variants.entries())
      for (const stage of stages)
        found[at][stage].push(await once(gpu, () => dispatch(gpu, stage, variant[stage])));
  const same = await compare(gpu, variants, request, 4 * shape.tokens * shape.heads * shape.headSize);
  const different = variants[0].layers.filter((_, at) => given.indexOf(given[at]) === at);
  const idle = await idleShares(gpu, shape, rule, different);
  for (const { free } of variants) free();
  const [dense, skipping] = found.map((costs) => ({
    forward: medianOf(costs.forward.slice(warm)),
    picture: medianOf(costs.picture.slice(warm)),
  }));
  const gains = stages.map((stage) => [stage, costOf(dense[stage]) / costOf(skipping[stage])]);
  return { idle, dense, skipping, gains: Object.fromEntries(gains) as Record<string, number>, same };
}
