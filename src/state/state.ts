/** Two stores, and nothing else that changes. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Spec } from '#share';
import type { Run } from './run.ts';

export interface State {
  readonly spec: StoreApi<Spec>;
  readonly run: StoreApi<Run>;
}

export const createState = (spec: Spec): State => ({
  spec: createStore(() => spec),
  run: createStore<Run>(() => ({ models: [], panes: [] })),
});
