/** The operator on WebGPU: one forward pass a layer, and three questions about what it left there. */
import { type Gpu, throwFailure } from '#gpu';
import { attend, release } from './forward.ts';
import { compileKernels, type Kernels } from './kernels.ts';
import { createPainter } from './picture.ts';
import { row } from './row.ts';
import { type RuleId, ruleNamed } from './rules.ts';
import { survey } from './survey.ts';
import type { KeptLayer, Operator } from './types.ts';

/** `attend` and `release` never wait; layers can be attended once `prepare` has resolved for their kind. */
export async function createGpuOperator(gpu: Gpu): Promise<Operator<GPUBuffer>> {
  const ready = new Map<string, Kernels>();
  const kindOf = (rule: RuleId, headSize: number) => `${rule}, ${headSize}`;
  const kernels = (rule: RuleId, headSize: number) => {
    const found = ready.get(kindOf(rule, headSize));
    if (!found)
      throw new Error(`attention: expected prepare(${kindOf(rule, headSize)}) to have resolved, got none`);
    return found;
  };
  const kernelsOf = ({ rule, shape }: KeptLayer<GPUBuffer>) => kernels(rule, shape.headSize);
  const paint = createPainter(gpu, kernelsOf);
  throwFailure(gpu);
  return {
    async prepare(rule, headSize) {
      ready.set(kindOf(rule, headSize), await compileKernels(gpu, ruleNamed(rule), headSize));
    },
    attend: (input) => attend(gpu, kernels(input.rule, input.shape.headSize), input),
    survey: (layers) => survey(gpu, kernelsOf, layers),
    picture: async (layers, request) => paint(layers, request),
    row: (layer, head, query) => row(gpu, kernelsOf(layer), layer, head, query),
    release: (layers) => release(gpu, layers),
  };
}
