/** The report's numbers of one head, of one pane, in the form in which the views say them. */
import { type Flag, type Report, shareOf, shortestForSinks } from '#metrics';
import type { Answer } from '#state';

export interface HeadFacts {
  readonly layer: number;
  readonly head: number;
  readonly flags: readonly Flag[];
  /** Too few tokens for a sink to mean anything. */
  readonly short: boolean;
  /** The key with the largest mean weight, its visible form and that weight. */
  readonly key: number;
  readonly token: string;
  readonly weight: number;
  /** Mean weight on key 0. */
  readonly first: number;
  readonly rowSum: number;
  /** Share of the lower triangle, diagonal included. */
  readonly zeros: number;
  /** Share of tokens with no output. */
  readonly silence: number;
}

export function factsOf(answer: Answer, layer: number, head: number): HeadFacts {
  const { report, pieces } = answer;
  const { key, weight } = report.strongest[layer][head];
  return {
    layer,
    head,
    flags: report.flags[layer][head],
    short: shortForSinks(report),
    key,
    token: pieces[key].visible,
    weight,
    first: report.col0[layer][head],
    rowSum: report.rowsum[layer][head],
    zeros: shareOf(report.zero[layer][head], report.T),
    silence: report.off[layer][head],
  };
}

/** How many heads bear the flag. */
export function flagCount(report: Report, flag: Flag): number {
  return report.flags.flat().filter((flags) => flags.includes(flag)).length;
}

/** Too few tokens: even a head that attends evenly to all would pass for a sink. */
export function shortForSinks(report: Report): boolean {
  return report.T < shortestForSinks;
}
