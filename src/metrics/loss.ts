/** Next-token loss: how surprised the model is by each token, given those before it. */

/** Mean of the losses [T − 1] in nats; null where there is none, that is for a single token. */
export function meanLoss(losses: ArrayLike<number>): number | null {
  let sum = 0;
  for (let i = 0; i < losses.length; i++) sum += losses[i];
  return losses.length ? sum / losses.length : null;
}

/** The number of equally likely tokens that would surprise as much. */
export function perplexity(nats: number): number {
  return Math.exp(nats);
}
