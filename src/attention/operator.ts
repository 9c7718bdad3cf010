/** The operator on WebGPU: one forward pass a layer, and questions about what it left there. */
import { type Gpu, throwFailure } from '#gpu';
import { attend, release } from './forward.ts';
import { compileKernels, type Kernels } from './kernels.ts';
import { column, row, rowSums } from './lines.ts';
import { createPainter } from './picture.ts';
import { type RuleId, ruleNamed } from './rules.ts';
import { survey } from './survey.ts';
import type { LayerInput, Operator, Precision } from './types.ts';

/** What decides which kernels a layer needs. */
type Kind = Pick<LayerInput<GPUBuffer>, 'rule' | 'shape' | 'precision'>;

/** `attend` and `release` never wait; layers can be attended once `prepare` has resolved for their kind. */
export async function createGpuOperator(gpu: Gpu): Promise<Operator<GPUBuffer>> {
  const ready = new Map<string, Kernels>();
  const kindOf = (rule: RuleId, headSize: number, precision: Precision) =>
    `${rule}, ${headSize}, ${precision}`;
  const kernelsOf = ({ rule, shape, precision = 'f32' }: Kind) => {
    const kind = kindOf(rule, shape.headSize, precision);
    const found = ready.get(kind);
    if (!found) throw new Error(`attention: expected prepare(${kind}) to have resolved, got none`);
    return found;
  };
  const paint = createPainter(gpu, kernelsOf);
  throwFailure(gpu);
  return {
    async prepare(rule, headSize, precision = 'f32') {
      const kernels = await compileKernels(gpu, ruleNamed(rule), headSize, precision);
      ready.set(kindOf(rule, headSize, precision), kernels);
    },
    attend: (input) => attend(gpu, kernelsOf(input), input),
    survey: (layers) => survey(gpu, kernelsOf, layers),
    picture: paint,
    row: (layer, head, query) => row(gpu, kernelsOf(layer), layer, head, query),
    column: (layer, head, key) => column(gpu, kernelsOf(layer), layer, head, key),
    rowSums: (layer, head) => rowSums(gpu, layer, head),
    release: (layers) => release(gpu, layers),
  };
}
