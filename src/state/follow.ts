/** Follows the spec with runs: reads only the spec, writes only the run. The newest text wins. */

import type { StoreApi } from 'zustand/vanilla';
import { type Explorer, type ProblemKind, problemOf } from '#explore';
import type { Spec } from '#share';
import { type PaneRun, type Run, waitingPane } from './run.ts';

/** What `follow` needs of the machine; a function so that tests need none. */
export type Ask = Pick<Explorer, 'ask' | 'models'>;

export interface Following {
  /** Asks a pane's question again. */
  retry(pane: number): void;
  /** The device was lost: what was done or running is asked again, once in a while. */
  recover(message: string): void;
  stop(): void;
}

/** A device that is lost again within this time (ms) is not tried again unasked. */
const PATIENCE = 30_000;

export function follow(spec: StoreApi<Spec>, run: StoreApi<Run>, explorer: Ask): Following {
  const asking = new Map<number, AbortController>();
  let recovered = Number.NEGATIVE_INFINITY;

  const change = (pane: number, part: Partial<PaneRun>) =>
    run.setState(({ panes }) => ({
      panes: panes.map((each, index) => (index === pane ? { ...each, ...part } : each)),
    }));

  const fail = (pane: number, kind: ProblemKind, message: string) =>
    change(pane, { status: 'failed', progress: null, notice: null, problem: { kind, message } });

  const ask = async (pane: number, notice: ProblemKind | null = null) => {
    asking.get(pane)?.abort();
    const { text, start, panes } = spec.getState();
    const model = panes[pane].model;
    if (text.trim() === '') {
      asking.delete(pane);
      change(pane, { status: 'waiting', progress: null, problem: null, notice: null });
      return;
    }
    const abort = new AbortController();
    asking.set(pane, abort);
    const known = run.getState().panes[pane].answer?.card.id === model;
    change(pane, { status: known && !notice ? 'running' : 'loading', problem: null, notice });
    try {
      const answer = await explorer.ask(
        { pane, panes: panes.length, model, text, start },
        {
          signal: abort.signal,
          onProgress: (progress) => {
            if (asking.get(pane) === abort) change(pane, { status: 'loading', progress });
          },
        },
      );
      if (asking.get(pane) === abort)
        change(pane, { status: 'done', answer, progress: null, problem: null, notice: null });
      // An answer that came before its question could be stopped: the machine keeps it and no longer the one shown.
      else if (answer.serial > (run.getState().panes[pane]?.answer?.serial ?? Number.POSITIVE_INFINITY))
        change(pane, { answer });
    } catch (thrown) {
      if (asking.get(pane) !== abort) return;
      const { kind, message } = problemOf(thrown);
      fail(pane, kind, message);
    }
  };

  const fitPanes = ({ panes }: Spec) => {
    for (const [pane, abort] of asking)
      if (pane >= panes.length) {
        abort.abort();
        asking.delete(pane);
      }
    run.setState(({ panes: old }) => ({ panes: panes.map((_, index) => old[index] ?? waitingPane) }));
  };

  const list = () =>
    explorer.models().then(
      (models) => run.setState({ models }),
      // The panes' own questions fail for the same reason, and say it where the reader looks.
      () => undefined,
    );

  const unsubscribe = spec.subscribe((now, before) => {
    if (now.panes.length !== before.panes.length) fitPanes(now);
    const asked = now.text !== before.text || now.start !== before.start;
    now.panes.forEach((each, pane) => {
      if (asked || each.model !== before.panes[pane]?.model) void ask(pane);
    });
  });

  fitPanes(spec.getState());
  void list();
  spec.getState().panes.forEach((_, pane) => void ask(pane));

  return {
    retry(pane) {
      if (run.getState().models.length === 0) void list();
      void ask(pane);
    },
    recover(message) {
      const again = performance.now() - recovered > PATIENCE;
      recovered = performance.now();
      run.getState().panes.forEach(({ status }, pane) => {
        if (status === 'waiting') change(pane, { answer: null });
        else if (again) void ask(pane, 'device-lost');
        else {
          asking.get(pane)?.abort();
          asking.delete(pane);
          fail(pane, 'device-lost', message);
        }
      });
    },
    stop() {
      unsubscribe();
      for (const abort of asking.values()) abort.abort();
      asking.clear();
    },
  };
}
