/** The number s of each head, for the rules that have one. */
import { ruleNamed } from './rules.ts';
import type { LayerInput } from './types.ts';

/** Whether the layer's heads have a parameter; throws unless it is given for just the rules that have one. */
export function checkParameter<B>(input: LayerInput<B>): input is LayerInput<B> & { readonly parameter: B } {
  const wanted = ruleNamed(input.rule).parameter !== null;
  if (wanted !== (input.parameter !== undefined))
    throw new Error(
      `attention: expected ${wanted ? 'a' : 'no'} parameter of each head for ${input.rule}, got ${wanted ? 'none' : 'one'}`,
    );
  return wanted;
}
