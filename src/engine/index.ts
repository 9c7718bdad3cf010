/** The engine: from a model's folder and token ids to a trace, on WebGPU or without it. */
export { type HeadPlace, type PictureRequest, renamed } from '#attention';
export { openBrowserMachine } from './browser-machine.ts';
export { type CardFile, type ModelCard, parseCard, pathOf } from './card.ts';
export { type DownloadHooks, download, type FileWanted, fetchFile } from './download.ts';
export { openGpuMachine } from './gpu-machine.ts';
export { lossesOf } from './losses.ts';
export type { Machine, Measurements } from './machine.ts';
export { type ModelFiles, type OpenModel, openModel } from './model.ts';
export type { HeadOfRun, KeptRun } from './pictures.ts';
export { Problem, type ProblemKind, problemOf } from './problem.ts';
export { openReferenceMachine } from './reference-machine.ts';
export { type Forward, forward, type Numbers, run, type Trace } from './run.ts';
export { quartileRanks, statisticsOf } from './statistics.ts';
export { createTurns, type Turns } from './turns.ts';
