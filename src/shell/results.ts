/** Stored evaluations of the shipped models, and which of them still hold. */
import { readFile, writeFile } from 'node:fs/promises';
import type { ModelCard } from '#engine';
import type { Evaluation } from '#metrics';
import { digestOf } from './shipped-models.ts';

export const RESULTS = 'models/heldout/results.json';

/** Text lengths in tokens; that of the paper's table first. */
export const LENGTHS = [256, 64, 512];

export interface Result extends Evaluation {
  /** Of the model's files, `digestOf` its card. */
  readonly card: string;
  /** Of the file of texts. */
  readonly heldout: string;
}

/** None where there is no such file yet. */
export async function readResults(): Promise<readonly Result[]> {
  const text = await readFile(RESULTS, 'utf8').catch(() => null);
  return text === null ? [] : JSON.parse(text);
}

export async function writeResults(results: readonly Result[]): Promise<void> {
  const lines = results.map((result) => `  ${JSON.stringify(result)}`);
  await writeFile(RESULTS, `[\n${lines.join(',\n')}\n]\n`);
}

export interface Wanted {
  readonly card: ModelCard;
  readonly T: number;
}

/** Every model at every length that it takes, in the order of the table. */
export function wantedOf(cards: readonly ModelCard[]): readonly Wanted[] {
  return LENGTHS.flatMap((T) => cards.filter(({ longest }) => longest >= T).map((card) => ({ card, T })));
}

/** For each wanted the stored result, if model and texts are still the same; `heldout` is the SHA-256 of the texts. */
export function holding(
  wanted: readonly Wanted[],
  results: readonly Result[],
  heldout: string,
): readonly (Result | undefined)[] {
  const keyOf = (model: string, T: number, card: string, texts: string) => [model, T, card, texts].join(' ');
  const found = new Map(
    results.map((result) => [keyOf(result.model, result.T, result.card, result.heldout), result]),
  );
  return wanted.map(({ card, T }) => found.get(keyOf(card.id, T, digestOf(card), heldout)));
}
