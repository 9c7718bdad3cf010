/** Many texts through one model without a page: a record of each, from which the metrics make an evaluation. */
import { type ModelFiles, type OpenModel, openModel, openReferenceMachine, parseCard, run } from '#engine';
import { measuresOf, type TextRecord } from '#metrics';
import type { Tokenizer } from '#tokens';
import { openTokenizer } from './tokenizer.ts';

/** Which of the texts to measure: every `of`-th, beginning with the text `part`, counted from 0. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Measures the first `tokens` tokens of a text, those included that the tokenizer itself puts in front. */
async function recordOf(
  model: OpenModel,
  tokenizer: Tokenizer,
  text: string,
  index: number,
  tokens: number,
): Promise<TextRecord> {
  const ids = tokenizer.encode(text).map(({ id }) => id);
  if (ids.length < tokens) return { index, length: ids.length, measures: null };
  const trace = await run(model, ids.slice(0, tokens));
  await trace.release();
  return { index, length: ids.length, measures: measuresOf({ ...trace, heads: model.card.heads }) };
}

/** One record after the other, each as soon as it is there. Throws unless the model takes so many tokens, at least 2. */
export async function* evaluate(
  files: ModelFiles,
  texts: readonly string[],
  tokens: number,
  { part, of }: Share = { part: 0, of: 1 },
): AsyncGenerator<TextRecord, void, undefined> {
  const card = parseCard(await files.read('card.json'), 'card.json');
  if (!(Number.isInteger(tokens) && tokens >= 2 && tokens <= card.longest))
    throw new Error(`explore: expected 2 to ${card.longest} tokens of ${card.id}, got ${tokens}`);
  const machine = await openReferenceMachine('the command line runs without WebGPU');
  const model = await openModel(machine, card, files);
  try {
    const tokenizer = await openTokenizer(files, card);
    for (let index = part; index < texts.length; index += of)
      yield await recordOf(model, tokenizer, texts[index], index, tokens);
  } finally {
    await model.close();
  }
}
