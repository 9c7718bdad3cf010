/** What goes over the border between page and worker, and nothing else does. */
import type { ModelCard, ProblemKind } from '#engine';
import type { Answer, AnswerPicture, Asked, Edges, Progress, Question } from './types.ts';

export type Call =
  | { readonly method: 'models' }
  | { readonly method: 'ask'; readonly question: Question }
  | { readonly method: 'picture'; readonly serial: number; readonly request: AnswerPicture }
  | { readonly method: 'cut'; readonly model: string; readonly asked: Asked }
  | {
      readonly method: 'row';
      readonly serial: number;
      readonly layer: number;
      readonly head: number;
      readonly query: number;
    }
  | {
      readonly method: 'column';
      readonly serial: number;
      readonly layer: number;
      readonly head: number;
      readonly key: number;
    }
  | { readonly method: 'edges'; readonly serial: number; readonly layer: number; readonly head: number };

/** Page → worker. `models` is the absolute address of the site's models folder. */
export type ToWorker =
  | { readonly type: 'open'; readonly models: string; readonly webgpu: boolean }
  | { readonly type: 'call'; readonly id: number; readonly call: Call }
  | { readonly type: 'abort'; readonly id: number };

export type Result = readonly ModelCard[] | Answer | ImageBitmap | Float32Array | Edges | string | null;

/** Worker → page. */
export type ToPage =
  | { readonly type: 'result'; readonly id: number; readonly result: Result }
  | {
      readonly type: 'problem';
      readonly id: number;
      readonly kind: ProblemKind;
      readonly message: string;
      readonly recovered: boolean;
    }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'lost'; readonly message: string };
