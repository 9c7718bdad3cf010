/** What the softmax family shares in ONNX: masked scores, and softmax with one more term in the denominator. */
import type { BodyNode } from './row.ts';

/** Below any score, yet so far from the end of f32 that arithmetic on it stays finite. */
export const MASKED = { name: 'masked', value: -1e30 };

/** → `x`: the scores, and far below them where masked. */
export const maskedScores: readonly BodyNode[] = [
  { op: 'Cast', inputs: ['mask'], outputs: ['allowed'], attributes: { to: 9 } },
  { op: 'Where', inputs: ['allowed', 'scores', 'masked'], outputs: ['x'] },
];

/** Softmax over the scores and the value `beside`, whose own weight is dropped. */
export const softmaxBeside = (beside: string): readonly BodyNode[] => [
  ...maskedScores,
  { op: 'ReduceMax', inputs: ['x', 'last_axis'], outputs: ['highest'], attributes: { keepdims: 1 } },
  { op: 'Max', inputs: ['highest', beside], outputs: ['peak'] },
  { op: 'Sub', inputs: ['x', 'peak'], outputs: ['shifted'] },
  { op: 'Exp', inputs: ['shifted'], outputs: ['each'] },
  { op: 'ReduceSum', inputs: ['each', 'last_axis'], outputs: ['sum'], attributes: { keepdims: 1 } },
  { op: 'Sub', inputs: [beside, 'peak'], outputs: ['beside_shifted'] },
  { op: 'Exp', inputs: ['beside_shifted'], outputs: ['extra'] },
  { op: 'Add', inputs: ['sum', 'extra'], outputs: ['total'] },
  { op: 'Div', inputs: ['each', 'total'], outputs: ['weights'] },
];
