/** The only loop: spec → follow → run → views → spec. */
export { type Bar, followAddress, specOf } from './address.ts';
export { type Ask, type Following, follow } from './follow.ts';
export { followTexts, type Recent, type RecentText, type Shelf } from './recent.ts';
export { type PaneRun, type Run, type RunStatus, waitingPane } from './run.ts';
export { createState, type State } from './state.ts';
export type { Answer, AnswerPicture, Edges, ModelCard, ProblemKind, Progress } from './types.ts';
