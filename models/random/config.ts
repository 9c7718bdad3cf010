/** `config.json` as the fla library writes it for a `transformer`. */
import { ruleNamed } from '#attention';
import { GATED } from '../export/config.ts';
import type { NumberType } from '../export/half.ts';
import type { Command } from './command.ts';

const types: Readonly<Record<NumberType, string>> = { F16: 'float16', BF16: 'bfloat16', F32: 'float32' };

export function configOf({
  shape,
  rule,
  gated,
  keyHeads,
  tied,
  dtype,
}: Command): Readonly<Record<string, unknown>> {
  return {
    architectures: ['TransformerForCausalLM'],
    model_type: 'transformer',
    attn_impl: (gated ? GATED : ruleNamed(rule).implementations)[0],
    hidden_size: shape.hidden,
    num_hidden_layers: shape.layers,
    num_heads: shape.heads,
    num_kv_heads: keyHeads === shape.heads ? null : keyHeads,
    hidden_ratio: 4,
    intermediate_size: shape.intermediate,
    hidden_act: 'swish',
    norm_eps: 1e-6,
    elementwise_affine: true,
    qkv_bias: false,
    qk_norm: false,
    window_size: null,
    rope_theta: 10000,
    max_position_embeddings: shape.longest,
    vocab_size: shape.vocabulary,
    tie_word_embeddings: tied,
    bos_token_id: 0,
    eos_token_id: 1,
    pad_token_id: null,
    torch_dtype: types[dtype],
  };
}
