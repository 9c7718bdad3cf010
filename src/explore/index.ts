/** The story: from a text and a model to a report and its pictures, here or in the worker. */
export { type ModelFiles, Problem, type ProblemKind, problemOf } from '#engine';
export { type ClientOptions, createExplorerClient, type ExplorerClient } from './client.ts';
export { evaluate, type Share } from './evaluate.ts';
export { type Explained, explore } from './explore.ts';
export { type Inspection, inspect } from './inspect.ts';
export { type Account, createAccount, createLibrary, type Library } from './library.ts';
export { createLocalExplorer, type LocalExplorer } from './local.ts';
export { textsOf } from './texts.ts';
export { openTokenizer } from './tokenizer.ts';
export type {
  Answer,
  AnswerPicture,
  Asked,
  Edges,
  Engine,
  Explorer,
  Progress,
  Question,
} from './types.ts';
