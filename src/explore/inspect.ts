/** One text through one model folder without a page: the report that `inspect` prints. */
import { type ModelFiles, openModel, openReferenceMachine, parseCard } from '#engine';
import type { Report } from '#metrics';
import type { Piece } from '#tokens';
import { explore } from './explore.ts';
import { openTokenizer } from './tokenizer.ts';
import type { Asked, Engine } from './types.ts';

export interface Inspection {
  readonly report: Report;
  readonly pieces: readonly Piece[];
  readonly engine: Engine;
}

export async function inspect(files: ModelFiles, asked: Asked): Promise<Inspection> {
  const card = parseCard(await files.read('card.json'), 'card.json');
  const machine = await openReferenceMachine('the command line runs without WebGPU');
  const model = await openModel(machine, card, files);
  try {
    const { report, pieces, trace } = await explore(model, await openTokenizer(files, card), asked);
    await trace.release();
    return { report, pieces, engine: { kind: machine.kind, note: machine.note } };
  } finally {
    await model.close();
  }
}
