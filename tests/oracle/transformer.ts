/**
 * The oracle: a whole fla `transformer` checkpoint in plain float64 loops, every attention map kept.
 *
 * It shares no code with the project, so that it can be held against it. T tokens, L layers, H query heads,
 * K key/value heads, D head size, C hidden size, V vocabulary; all arrays are row by row.
 */
import type { Checkpoint } from './safetensors.ts';

export interface OracleRun {
  readonly tokens: number;
  readonly heads: number;
  /** [T, V] */
  readonly logits: Float64Array;
  /** [L][H] of [T, T], zero above the diagonal. */
  readonly weights: readonly (readonly Float64Array[])[];
  /** [L + 2] of [T, C]: embeddings, output of each block, output of the final norm. */
  readonly hidden: readonly Float64Array[];
  /** [L] of [T, H·D]: what the heads give to the output projection. */
  readonly outputs: readonly Float64Array[];
}

/** x [T, n] times the transpose of W [m, n]. */
function project(x: Float64Array, weight: Float32Array, tokens: number): Float64Array {
  const n = x.length / tokens;
  const m = weight.length / n;
  const y = new Float64Array(tokens * m);
  for (let row = 0; row < m; row++)
    for (let t = 0; t < tokens; t++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += x[t * n + i] * weight[row * n + i];
      y[t * m + row] = sum;
    }
  return y;
}

/** RMSNorm (Zhang and Sennrich 2019). */
function normalise(x: Float64Array, gain: Float32Array, epsilon: number): Float64Array {
  const n = gain.length;
  const y = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += n) {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += x[start + i] ** 2;
    const root = Math.sqrt(squares / n + epsilon);
    for (let i = 0; i < n; i++) y[start + i] = (x[start + i] / root) * gain[i];
  }
  return y;
}

/** Rotary embedding (Su et al. 2021), the pairs being the two halves of a head; x [T, heads·D]. */
function rotate(x: Float64Array, tokens: number, size: number, base: number): Float64Array {
  const width = x.length / tokens;
  const y = new Float64Array(x.length);
  for (let t = 0; t < tokens; t++)
    for (let start = t * width; start < (t + 1) * width; start += size)
      for (let i = 0; i < size / 2; i++) {
        const angle = t * base ** ((-2 * i) / size);
        const a = x[start + i];
        const b = x[start + size / 2 + i];
        y[start + i] = a * Math.cos(angle) - b * Math.sin(angle);
        y[start + size / 2 + i] = b * Math.cos(angle) + a * Math.sin(angle);
      }
  return y;
}

/** Scores of one query, counted from 0, and the number of its head, where a rule has one → weights. */
type RowRule = (x: readonly number[], query: number, own: number) => number[];

const sumOf = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const rowRules = {
  softmax(x: readonly number[]) {
    const most = Math.max(...x);
    const raised = x.map((value) => Math.exp(value - most));
    return raised.map((value) => value / sumOf(raised));
  },
  /** Zuhri et al. 2025, eq. 2, with 0 among the values of which m is the largest. */
  softpick(x: readonly number[]) {
    const m = Math.max(0, ...x);
    const shifted = x.map((value) => Math.exp(value - m) - Math.exp(-m));
    const sum = shifted.reduce((a, b) => a + Math.abs(b), 0) + 1e-6;
    return shifted.map((value) => Math.max(value, 0) / sum);
  },
  /** The same, appendix C. */
  rectified(x: readonly number[]) {
    const raised = x.map((value) => (value >= 0 ? Math.exp(value) : 0));
    const sum = sumOf(raised);
    return raised.map((value) => (sum ? value / sum : 0));
  },
  /** The same, eq. 5, with the 1 taken from eˣ. */
  reluSoftpick(x: readonly number[]) {
    const m = Math.max(0, ...x);
    const shifted = x.map((value) => Math.max(Math.exp(value - m) - Math.exp(-m), 0));
    return shifted.map((value) => value / (sumOf(shifted) + 1e-6));
  },
  /** The same, eqs. 8 and 9. */
  scaledSoftpick: (x: readonly number[], query: number, own: number) =>
    rowRules.softpick(x.map((value) => own * Math.log(query + 2) * value)),
  /** Softmax with a score of 0 added, whose column is dropped (Miller 2023). */
  softmaxPlusOne: (x: readonly number[]) => rowRules.softmax([...x, 0]).slice(0, -1),
  /** Softmax with the head's sink added, whose column is dropped (GPT-OSS). */
  softmaxSink: (x: readonly number[], _query: number, own: number) =>
    rowRules.softmax([...x, own]).slice(0, -1),
};

/** `attn_impl` without the way in which it is computed → rule, and the tensor of each head's own number. */
const implementations: Readonly<Record<string, readonly [rule: RowRule, own?: string]>> = {
  attn: [rowRules.softmax],
  gated_attn: [rowRules.softmax],
  softpick_attn: [rowRules.softpick],
  rectified_attn: [rowRules.rectified],
  relu_softpick_1_attn: [rowRules.reluSoftpick],
  scaled_softpick_attn: [rowRules.scaledSoftpick, 'attn.s'],
  softmax_plus_one_attn: [rowRules.softmaxPlusOne],
  attention_sink: [rowRules.softmaxSink, 'attn.sinks'],
  sink: [rowRules.softmaxSink, 'attn.sinks'],
};

function implementationOf(name: string) {
  const found = implementations[name.replace(/^(flash|parallel|naive|gpt_oss_flex|gpt_oss_naive)_/, '')];
  if (!found) throw new Error(`oracle: expected a known attn_impl, got ${name}`);
  return found;
}

export function forward({ config, has, tensor }: Checkpoint, ids: readonly number[]): OracleRun {
  const tokens = ids.length;
  const layers = Number(config.num_hidden_layers);
  const heads = Number(config.num_heads);
  const keyHeads = Number(config.num_kv_heads ?? heads);
  const width = Number(config.hidden_size);
  const size = width / heads;
  const epsilon = Number(config.norm_eps);
  const implementation = String(config.attn_impl);
  const [rule, own] = implementationOf(implementation);
  const gated = implementation.endsWith('_gated_attn');
  const values = (name: string) => tensor(name).values;

  const embeddings = values('model.embeddings.weight');
  let h: Float64Array = new Float64Array(tokens * width);
  ids.forEach((id, t) => {
    h.set(embeddings.subarray(id * width, (id + 1) * width), t * width);
  });
  const hidden = [h];
  const weights: Float64Array[][] = [];
  const outputs: Float64Array[] = [];

  for (let layer = 0; layer < layers; layer++) {
    const of = (name: string) => values(`model.layers.${layer}.${name}.weight`);
    const x = normalise(h, of('attn_norm'), epsilon);
    const base = Number(config.rope_theta);
    const queries = of('attn.q_proj');
    const q = rotate(project(x, queries.subarray(0, width * width), tokens), tokens, size, base);
    const k = rotate(project(x, of('attn.k_proj'), tokens), tokens, size, base);
    const v = project(x, of('attn.v_proj'), tokens);
    const numbers = own ? values(`model.layers.${layer}.${own}`) : new Float32Array(heads);
    const { maps, output: mixed } = attend(q, k, v, numbers);
    weights.push(maps);
    const gate = gated ? project(x, queries.subarray(width * width), tokens) : null;
    const output = gate ? mixed.map((value, i) => value / (1 + Math.exp(-gate[i]))) : mixed;
    outputs.push(output);
    h = add(h, project(output, of('attn.o_proj'), tokens));

    const y = normalise(h, of('mlp_norm'), epsilon);
    const side = project(y, of('mlp.gate_proj'), tokens);
    const up = project(y, of('mlp.up_proj'), tokens);
    const inner = side.map((value, i) => (value / (1 + Math.exp(-value))) * up[i]);
    h = add(h, project(inner, of('mlp.down_proj'), tokens));
    hidden.push(h);
  }
  const last = normalise(h, values('model.norm.weight'), epsilon);
  hidden.push(last);
  const head = has('lm_head.weight') ? values('lm_head.weight') : embeddings;
  return { tokens, heads, logits: project(last, head, tokens), weights, hidden, outputs };

  function attend(q: Float64Array, k: Float64Array, v: Float64Array, numbers: Float32Array) {
    const output = new Float64Array(tokens * width);
    const maps = Array.from({ length: heads }, (_, head) => {
      const map = new Float64Array(tokens * tokens);
      const shared = Math.floor(head / (heads / keyHeads));
      for (let query = 0; query < tokens; query++) {
        const scores = Array.from({ length: query + 1 }, (_, key) => {
          let dot = 0;
          for (let i = 0; i < size; i++)
            dot += q[query * width + head * size + i] * k[key * keyHeads * size + shared * size + i];
          return dot / Math.sqrt(size);
        });
        rule(scores, query, numbers[head]).forEach((weight, key) => {
          map[query * tokens + key] = weight;
          for (let i = 0; i < size; i++)
            output[query * width + head * size + i] += weight * v[key * keyHeads * size + shared * size + i];
        });
      }
      return map;
    });
    return { maps, output };
  }
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}
