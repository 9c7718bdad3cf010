/**
 * The operator at the 340M shape (24 layers, 16 heads of 64) against the plain kernel and the device's two ceilings,
 * all in one run. `?tokens=64,512` sets the lengths, `?runs=` and `?warm=` how often, `?rules=softpick` and
 * `?precisions=f32` the kinds.
 */
import type { Precision, RuleId } from '#attention';
import { openGpu } from '#gpu';
import { type Cost, clock, costOf, finish, judge, log, query, runs, tokensAsked, warm } from '../measure.ts';
import { measureCeilings, warmUp } from './ceilings.ts';
import { exponentOf } from './fit.ts';
import { timeNaive } from './naive.ts';
import { type Costs, type Kind, timeOperator } from './ours.ts';
import { floorOf } from './shape.ts';

interface Row extends Kind, Costs {
  readonly tokens: number;
  readonly naive: Cost | null;
  readonly floor: number;
}

const nameOf = ({ rule, precision }: Kind) => `${rule} ${precision}`;

/** What grows with the number of tokens, in milliseconds; null where it was not measured. */
const curves: Readonly<Record<string, (row: Row) => number | null>> = {
  forward: ({ forward }) => costOf(forward),
  survey: ({ survey }) => costOf(survey),
  picture: ({ picture }) => costOf(picture),
  redraw: ({ redraw }) => costOf(redraw),
  difference: ({ difference }) => costOf(difference),
  naive: ({ naive }) => naive && costOf(naive),
  floor: ({ floor }) => floor,
};

/** Of each rule and precision, over all lengths and over the upper half. */
async function logExponents(rows: readonly Row[]): Promise<void> {
  for (const kind of new Set(rows.map(nameOf)))
    for (const [curve, of] of Object.entries(curves)) {
      const own = rows.filter((row) => nameOf(row) === kind && of(row) !== null);
      const points = own.map((row) => [row.tokens, of(row) ?? 0] as const);
      const upper = points.slice(Math.floor((points.length - 1) / 2));
      await log({ exponent: curve, kind, all: exponentOf(points), upper: exponentOf(upper) });
    }
}

async function judgeAll(rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const { tokens, precision, forward, redraw, difference, naive, floor, keptMB } = row;
    const kind = `${nameOf(row)}, T = ${tokens}`;
    if (tokens === 512) {
      const gain = naive ? costOf(naive) / costOf(forward) : Number.NaN;
      await judge(`${kind}: forward at least 8 times faster than the plain kernel`, gain, gain >= 8);
      const times = costOf(forward) / floor;
      await judge(`${kind}: forward within 4 times of the ceilings`, times, times <= 4);
      await judge(`${kind}: atlas redrawn in 8 ms`, costOf(redraw), costOf(redraw) <= 8);
      await judge(`${kind}: one head less another in 4 ms`, costOf(difference), costOf(difference) <= 4);
    }
    if (tokens === 4096) {
      const most = precision === 'f32' ? 850 : 425;
      await judge(`${kind}: at most ${most} MB kept`, keptMB, keptMB <= most);
    }
  }
}

async function main() {
  const gpu = await openGpu();
  const { userAgent } = navigator;
  await log({ page: 'operator', adapter: gpu.name, features: [...gpu.features], userAgent, runs, warm });
  await warmUp(gpu);
  const ceilings = await measureCeilings(gpu);
  await log({ bandwidthGBs: ceilings.bandwidth / 1e9, throughputTFlops: ceilings.throughput / 1e12 });
  const rules = (query.get('rules') ?? 'softpick,softmax').split(',') as RuleId[];
  const precisions = (query.get('precisions') ?? 'f32,f16').split(',') as Precision[];
  const kinds = rules.flatMap((rule) => precisions.map((precision): Kind => ({ rule, precision })));
  const rows: Row[] = [];
  for (const tokens of tokensAsked('64,128,256,512,1024,2048,4096')) {
    await warmUp(gpu);
    const naive = await timeNaive(gpu, tokens);
    const floor = floorOf(tokens, ceilings);
    for (const kind of kinds) {
      await warmUp(gpu);
      const row: Row = { tokens, ...kind, ...(await timeOperator(gpu, kind, tokens)), naive, floor };
      rows.push(row);
      await log(row);
    }
  }
  await logExponents(rows);
  await judgeAll(rows);
  await log({ clock: clock() });
}

finish(main);
