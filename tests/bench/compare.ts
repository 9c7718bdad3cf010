/**
 * `node src/shell/run.mjs tests/bench/compare.ts <model> <other> <texts> [documents] [tokens]`: how two exports of one
 * checkpoint differ on real texts, in loss and in the flags of their heads. Without WebGPU.
 *
 * `texts` is a file of documents with a line of ␞ (U+241E) alone between them; those of at least so many tokens are
 * taken, spread over the file, and cut there.
 */
import { readFile } from 'node:fs/promises';
import { openModel, openReferenceMachine, parseCard, run, type Trace } from '#engine';
import { openTokenizer } from '#explore';
import { type Flag, flagsOf, strongestKey } from '#metrics';
import { openModelFolder } from '../../src/shell/model-folder.ts';

/** What decides a head's flags. */
interface Head {
  readonly flags: readonly Flag[];
  readonly strongest: number;
  readonly off: number;
}

interface Outcome {
  readonly loss: number;
  readonly heads: readonly Head[];
}

const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

function outcomeOf({ losses, layers }: Trace, heads: number): Outcome {
  return {
    loss: mean([...losses]),
    heads: layers.flatMap((layer) =>
      Array.from({ length: heads }, (_, head) => ({
        flags: flagsOf(layer, head),
        strongest: strongestKey(layer, head).weight,
        off: layer.off[head],
      })),
    ),
  };
}

async function open(name: string) {
  const files = await openModelFolder(name);
  const card = parseCard(await files.read('card.json'), name);
  const model = await openModel(await openReferenceMachine('a comparison'), card, files);
  const tokenizer = await openTokenizer(files, card);
  const measure = async (ids: readonly number[]) => {
    const trace = await run(model, ids);
    const outcome = outcomeOf(trace, card.heads);
    await trace.release();
    return outcome;
  };
  return { tokenizer, measure };
}

export async function main(args: readonly string[]): Promise<void> {
  const [first, second, path, documents = '20', tokens = '256'] = args;
  const [one, other] = [await open(first), await open(second)];
  const T = Number(tokens);
  const texts = (await readFile(path, 'utf8'))
    .split(/^␞$/mu)
    .map((text) => one.tokenizer.encode(text.trim().slice(0, 20 * T)).map(({ id }) => id))
    .filter(({ length }) => length >= T);
  const step = Math.max(1, Math.floor(texts.length / Number(documents)));
  const taken = texts.filter((_, at) => at % step === 0).slice(0, Number(documents));
  const gaps: number[] = [];
  const losses: number[] = [];
  for (const [text, ids] of taken.entries()) {
    const [a, b] = [await one.measure(ids.slice(0, T)), await other.measure(ids.slice(0, T))];
    losses.push(a.loss);
    gaps.push(b.loss - a.loss);
    for (const [at, head] of a.heads.entries())
      if (head.flags.join() !== b.heads[at].flags.join())
        console.log(
          `text ${text}, head ${at}: ${head.flags.join() || 'none'} became ${b.heads[at].flags.join() || 'none'} ` +
            `(strongest ${head.strongest.toFixed(4)}, off ${head.off.toFixed(4)})`,
        );
  }
  const most = Math.max(...gaps.map(Math.abs));
  console.log(
    `${taken.length} texts of ${T} tokens: loss ${mean(losses).toFixed(4)}, ` +
      `changed by ${mean(gaps).toFixed(4)} in the mean, by ${most.toFixed(4)} at most in one text`,
  );
}
