/** What the views need to know of the machine's answers, and nothing of how it gives them. */
import type { Answer } from '#explore';

export type { Answer, AnswerPicture, Edges, ProblemKind, Progress } from '#explore';
export type ModelCard = Answer['card'];
