/** The model card: what a model's folder says of itself, and the only thing that is fetched unverified. */
import { Problem } from './problem.ts';

export interface CardFile {
  /** In the model's folder; or in one beside it, as `../tokenizer/tokenizer.json`, for models that share a file. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** `card.json` of a model's folder. */
export interface ModelCard {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  /** Each head's output is multiplied by a sigmoid gate (Qiu et al. 2025) after what is measured of the head. */
  readonly gated?: true;
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** Longest input in tokens, `<s>` included. */
  readonly longest: number;
  readonly parameters: number;
  /** How the matrices are stored; whatever they are multiplied with, and all sums, are f32. */
  readonly weights: 'f16' | 'f32' | 'int8' | 'int4';
  /** Sum over `files`. */
  readonly bytes: number;
  /** graph.onnx, the weights in the order in which the segments need them, tokenizer.json, tokenizer_config.json. */
  readonly files: readonly CardFile[];
  readonly licence: string;
  readonly origin: string;
}

const counts = [
  'layers',
  'heads',
  'keyHeads',
  'headSize',
  'hidden',
  'vocabulary',
  'longest',
  'parameters',
  'bytes',
] as const;

/** A file's name, or `../`, a folder's name and a file's; no name begins with a dot. */
const PATH = /^(?:\.\.\/[\w-][\w.-]*\/)?[\w-][\w.-]*$/;

/** Where a file of this name is, in the model's folder or beside it; throws `broken-file` if the card has none. */
export function pathOf({ id, files }: ModelCard, name: string): string {
  const found = files.find(({ path }) => path.split('/').at(-1) === name);
  if (!found) throw new Problem('broken-file', `${id}/card.json: expected ${name} among its files, got none`);
  return found.path;
}

/** Reads a card; throws `broken-file` that names the first field that is not as expected. */
export function parseCard(bytes: Uint8Array, where: string): ModelCard {
  const wrong = (expected: string, got: unknown) =>
    new Problem('broken-file', `${where}: expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}`);
  let card: ModelCard;
  try {
    card = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw wrong('a model card in JSON', new TextDecoder().decode(bytes.subarray(0, 40)));
  }
  if (card?.format !== 1) throw wrong('format 1', card?.format);
  for (const field of ['id', 'title', 'rule'] as const)
    if (typeof card[field] !== 'string') throw wrong(`a text as ${field}`, card[field]);
  for (const field of counts)
    if (!(Number.isSafeInteger(card[field]) && card[field] > 0))
      throw wrong(`a positive number as ${field}`, card[field]);
  if (!Array.isArray(card.files) || card.files.length === 0) throw wrong('a list of files', card.files);
  for (const file of card.files)
    if (!PATH.test(file?.path ?? '') || !(file.bytes >= 0) || !/^[0-9a-f]{64}$/.test(file.sha256))
      throw wrong('files with path, bytes and sha256', file);
  return card;
}
