/** What attention is timed on: the layers of the shipped softpick model on a real text, and made ones of a known share. */
import type { LayerInput } from '#attention';
import { type Machine, type ModelFiles, openModel, parseCard, pathOf, run } from '#engine';
import { createBuffer, createEncoder, freeBuffers, type Gpu, upload } from '#gpu';
import { createTokenizer } from '#tokens';
import { normal } from '../random.ts';
import text from './text.txt?raw';

/** Beside this page. */
const FOLDER = './tiny-softpick/';

const files: ModelFiles = {
  read: async (path) => new Uint8Array(await (await fetch(FOLDER + path)).arrayBuffer()),
};

/** The machine, its operator copying what each layer starts from into `into`. */
function watched(gpu: Gpu, machine: Machine<GPUBuffer>, into: LayerInput<GPUBuffer>[]): Machine<GPUBuffer> {
  const { operator } = machine;
  return {
    ...machine,
    operator: {
      ...operator,
      attend(input) {
        const { tokens, heads, keyHeads, headSize } = input.shape;
        const bytes = 4 * tokens * (heads + 2 * keyHeads) * headSize;
        const qkv = createBuffer(gpu, 'qkv', bytes);
        const encoder = createEncoder(gpu, 'copy');
        encoder.copyBufferToBuffer(input.qkv, 0, qkv, 0, bytes);
        gpu.device.queue.submit([encoder.finish()]);
        into.push({ ...input, qkv });
        return operator.attend(input);
      },
    },
  };
}

/** The tables of angles are the model's own: they stay until it is closed. */
export async function openRealModel(gpu: Gpu, machine: Machine<GPUBuffer>) {
  const card = parseCard(await files.read('card.json'), `${FOLDER}card.json`);
  const json = async (name: string) =>
    JSON.parse(new TextDecoder().decode(await files.read(pathOf(card, name)))) as unknown;
  const tokenizer = await createTokenizer(await json('tokenizer.json'), await json('tokenizer_config.json'));
  const seen: LayerInput<GPUBuffer>[] = [];
  const model = await openModel(watched(gpu, machine, seen), card, files);
  const ids = tokenizer.encode(text).map(({ id }) => id);
  return {
    card,
    /** Of the text, `<s>` first. */
    ids,
    /** What each layer is given when the model runs on the first so many tokens; to be freed by `freeInputs`. */
    async inputs(tokens: number): Promise<readonly LayerInput<GPUBuffer>[]> {
      await (await run(model, ids.slice(0, tokens))).release();
      return seen.splice(0);
    },
    close: () => model.close(),
  };
}

export function freeInputs(gpu: Gpu, inputs: readonly LayerInput<GPUBuffer>[]): void {
  for (const { qkv } of inputs) freeBuffers(gpu, [qkv]);
}

/** Tokens that share a row or a column of a made map; at least a tile of the kernels. */
const BLOCKS = 16;

/**
 * A layer whose queries give weight to the keys of their own block of tokens and of `band` blocks before it, and to no
 * other: the query's block is a channel, in which those keys are large; another channel lowers all scores.
 */
export function madeLayer(gpu: Gpu, tokens: number, heads: number, headSize: number, band: number) {
  const blockOf = (token: number) => Math.floor((token * BLOCKS) / tokens);
  const qkv = normal(tokens * 3 * heads * headSize, 0);
  for (let token = 0; token < tokens; token++)
    for (let head = 0; head < 2 * heads; head++) {
      const own = qkv
        .subarray((token * 3 * heads + head) * headSize)
        .subarray(0, headSize)
        .fill(0);
      const block = blockOf(token);
      own[BLOCKS] = head < heads ? 1 : -1;
      if (head < heads) own[block] = 1;
      else own.fill(2, block, Math.min(BLOCKS, block + band + 1));
    }
  const half = (tokens * headSize) / 2;
  const input: LayerInput<GPUBuffer> = {
    shape: { tokens, heads, keyHeads: heads, headSize },
    rule: 'softpick',
    qkv: upload(gpu, 'qkv', qkv),
    cos: upload(gpu, 'cos', new Float32Array(half).fill(1)),
    sin: upload(gpu, 'sin', new Float32Array(half)),
  };
  return { input, free: () => freeBuffers(gpu, [input.qkv, input.cos, input.sin]) };
}
