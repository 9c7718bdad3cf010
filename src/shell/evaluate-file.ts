/** One model on all texts of one file, in several processes. */
import { availableParallelism, totalmem } from 'node:os';
import type { ModelCard } from '#engine';
import { type Evaluation, evaluation } from '#metrics';
import { showProgress } from './progress.ts';
import { measureIn } from './records.ts';
import { readTexts } from './text-file.ts';

export interface Work {
  readonly card: ModelCard;
  /** As `openModelFolder` takes it. */
  readonly model: string;
  readonly path: string;
  readonly tokens: number;
  /** Processes side by side; as many as there are cores, texts and memory for unless said. */
  readonly jobs?: number | undefined;
}

/** What a process holds beside the model, in bytes; seen with the tiny models at 512 tokens. */
const BESIDE = 600e6;
/** Bytes a byte of the model's files: 16 bits become 32, and files are held once more while they are read. */
const TIMES = 4;

function jobsFor(card: ModelCard, texts: number): number {
  const room = Math.floor(totalmem() / 2 / (BESIDE + TIMES * card.bytes));
  return Math.max(1, Math.min(availableParallelism(), texts, room));
}

/** Throws if the file has no text of so many tokens, saying how many the longest has. */
export async function evaluateFile({ card, model, path, tokens, jobs }: Work): Promise<Evaluation> {
  const { texts } = await readTexts(path);
  const progress = showProgress(`${card.id}, ${tokens} tokens`, texts.length);
  const all = await measureIn(jobs ?? jobsFor(card, texts.length), [model, path, `${tokens}`], progress.step);
  progress.end();
  if (all.every(({ measures }) => measures === null)) {
    const longest = all.reduce((most, { length }) => Math.max(most, length), 0);
    throw new Error(
      `shell: expected a text of at least ${tokens} tokens in ${path}, got none; the longest has ${longest}`,
    );
  }
  return evaluation({ model: card.id, rule: card.rule, T: tokens }, all);
}
