/** The operator, timed: forward, survey, the picture of all heads, the same in another scale, and one head's difference. */
import { createGpuOperator, type KeptLayer, type Precision, type RuleId, type Scale } from '#attention';
import { dispatchTogether, freeBuffers, type Gpu, held, upload } from '#gpu';
import { atlasRequest, differenceRequest } from '../atlas.ts';
import { type Cost, medianOf, once, runs, warm } from '../measure.ts';
import { normal } from '../random.ts';
import { HEAD_SIZE, HEADS, LAYERS } from './shape.ts';

/** What is timed of the operator; layers are of one kind. */
export interface Kind {
  readonly rule: RuleId;
  readonly precision: Precision;
}

export interface Costs {
  /** The kernels of all layers in one pass, as the ceilings and the plain kernel are timed. */
  readonly forward: Cost;
  /** The same in a pass and a submit a layer, as the engine has it. */
  readonly apart: Cost;
  readonly survey: Cost;
  readonly picture: Cost;
  readonly redraw: Cost;
  /** One head less another, large. */
  readonly difference: Cost;
  /** What the layers keep, in millions of bytes. */
  readonly keptMB: number;
}

const stages = ['forward', 'apart', 'survey', 'picture', 'redraw', 'difference'] as const;

/** Angles of the rotary embedding, base 10000: [T, D/2]. */
function anglesOf(tokens: number): Float32Array<ArrayBuffer> {
  const half = HEAD_SIZE / 2;
  return Float32Array.from(
    { length: tokens * half },
    (_, at) => Math.floor(at / half) / 10000 ** ((at % half) / half),
  );
}

/** Every run attends anew, so that no stage finds what an earlier run has left. */
export async function timeOperator(gpu: Gpu, kind: Kind, tokens: number): Promise<Costs> {
  const operator = await createGpuOperator(gpu);
  await operator.prepare(kind.rule, HEAD_SIZE, kind.precision);
  const shape = { tokens, heads: HEADS, keyHeads: HEADS, headSize: HEAD_SIZE };
  const angles = anglesOf(tokens);
  const qkv = upload(gpu, 'qkv', normal(tokens * 3 * HEADS * HEAD_SIZE, 0));
  const cos = upload(gpu, 'cos', angles.map(Math.cos));
  const sin = upload(gpu, 'sin', angles.map(Math.sin));
  let layers: KeptLayer<GPUBuffer>[] = [];
  const draw = async (scale: Scale) =>
    (await operator.picture(layers, atlasRequest(LAYERS, HEADS, tokens, scale))).close();
  const attend = () => {
    layers = Array.from({ length: LAYERS }, () => {
      const { kept, output } = operator.attend({ shape, ...kind, qkv, cos, sin });
      freeBuffers(gpu, [output]);
      return kept;
    });
  };
  const acts: Record<(typeof stages)[number], () => unknown> = {
    forward: () => dispatchTogether(gpu, 'forward', attend),
    apart: attend,
    survey: () => operator.survey(layers),
    picture: () => draw('sqrt'),
    redraw: () => draw('log'),
    difference: async () => (await operator.picture(layers, differenceRequest(tokens))).close(),
  };
  const before = held(gpu).bytes;
  let kept = 0;
  const costs: Record<(typeof stages)[number], Cost>[] = [];
  for (let run = 0; run < warm + runs; run += 1) {
    const forward = await once(gpu, acts.forward);
    operator.release(layers);
    const apart = await once(gpu, acts.apart);
    kept = held(gpu).bytes - before;
    const survey = await once(gpu, acts.survey);
    const picture = await once(gpu, acts.picture);
    const redraw = await once(gpu, acts.redraw);
    const difference = await once(gpu, acts.difference);
    costs.push({ forward, apart, survey, picture, redraw, difference });
    operator.release(layers);
  }
  freeBuffers(gpu, [qkv, cos, sin]);
  const medians = stages.map((stage) => [stage, medianOf(costs.slice(warm).map((each) => each[stage]))]);
  return { ...(Object.fromEntries(medians) as Record<(typeof stages)[number], Cost>), keptMB: kept / 1e6 };
}
