/** What answers have told of a text's sinks, with `<s>` in front of it and without. */
import { type Metric, metrics } from '#metrics';
import type { Answer } from '#state';
import type { StartWords, Words } from '#words';
import { shortForSinks } from './facts.ts';

const sinkRate = metrics.find(({ id }) => id === 'sink03') as Metric;

type Told = Pick<Answer, 'card' | 'start' | 'report' | 'pieces'>;

export interface SinksSeen {
  /** All are of this text. */
  readonly text: string;
  readonly told: readonly Told[];
  /** Whether any text was ever seen without `<s>`. */
  readonly bare: boolean;
}

export const nothingSeen: SinksSeen = { text: '', told: [], bare: false };

const alike = (one: Told, other: Told) => one.card.id === other.card.id && one.start === other.start;

/** With these answers; the same object where they tell nothing new. */
export function seeSinks(seen: SinksSeen, text: string, answers: readonly Answer[]): SinksSeen {
  const fresh = answers.filter(
    (answer) =>
      answer.report.text === text && !(seen.text === text && seen.told.some((told) => alike(told, answer))),
  );
  if (seen.text === text && fresh.length === 0) return seen;
  const told = [...(seen.text === text ? seen.told : []), ...fresh];
  return { text, told, bare: seen.bare || told.some(({ start }) => !start) };
}

/** What `<s>` does to the sinks of these models; why it might matter, until that is known. */
export function startText(words: Words, { told }: SinksSeen, models: readonly string[]): string {
  const known = [...new Set(models)].flatMap((model) => {
    const of = (start: boolean) => told.find((each) => each.card.id === model && each.start === start);
    const [started, bare] = [of(true), of(false)];
    return started && bare ? [{ started, bare }] : [];
  });
  if (known.length === 0) return words.startWhy;
  if (known.some(({ bare }) => shortForSinks(bare.report))) return words.startShort;
  const rows = known.map(
    ({ started, bare }): StartWords => ({
      model: started.card.title,
      started: sinkRate.format(started.report.sink03),
      bare: sinkRate.format(bare.report.sink03),
    }),
  );
  return words.startSinks(rows, known[0].bare.pieces[0].visible);
}
