/** Puts a gallery case on the page of a test, in strict mode, and takes it away afterwards. */
import { act, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect } from 'vitest';
import type { ExplorerProps } from '#views';
import { type Case, type CaseName, gallery, Stage } from './gallery.tsx';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}

let shown: { readonly root: Root; readonly host: HTMLElement } | null = null;

export interface Shown {
  /** The top view's element. */
  readonly view: HTMLElement;
  /** Draws the case with other props, or another case in its place; choices made so far stay. */
  again(of: Case, props?: Partial<ExplorerProps>): Promise<void>;
  pane(index: number): HTMLElement;
  head(pane: number, layer: number, head: number): HTMLButtonElement;
}

export async function show(of: CaseName | Case, props: Partial<ExplorerProps> = {}): Promise<Shown> {
  const host = document.createElement('div');
  host.id = 'root';
  document.body.append(host);
  const root = createRoot(host);
  shown = { root, host };
  const render = async (next: Case, given: Partial<ExplorerProps> = {}) => {
    globalThis.IS_REACT_ACT_ENVIRONMENT = true;
    await act(async () =>
      root.render(
        <StrictMode>
          <Stage of={next} {...given} />
        </StrictMode>,
      ),
    );
    globalThis.IS_REACT_ACT_ENVIRONMENT = false;
  };
  await render(typeof of === 'string' ? gallery[of]() : of, props);
  const found = <E extends HTMLElement>(selector: string) => {
    const element = host.querySelector<E>(selector);
    if (!element) throw new Error(`tests: expected ${selector} on the page, got none`);
    return element;
  };
  return {
    view: found('.softpick-explorer'),
    again: render,
    pane: (index) => found(`section.pane:nth-of-type(${index + 1})`),
    head: (pane, layer, head) =>
      found(`section.pane:nth-of-type(${pane + 1}) .head[data-layer="${layer}"][data-head="${head}"]`),
  };
}

/** Waits until every picture that is asked for is there. */
export async function drawn(view: HTMLElement): Promise<void> {
  await expect
    .poll(() => [...view.querySelectorAll('canvas')].every((canvas) => canvas.dataset.serial !== undefined))
    .toBe(true);
}

/** The element that a role and a name find, in the page or in a part of it. */
export function named(within: HTMLElement, selector: string, name: string | RegExp): HTMLElement {
  const match = [...within.querySelectorAll<HTMLElement>(selector)].find((element) => {
    const label = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return typeof name === 'string' ? label.trim() === name : name.test(label);
  });
  if (!match) throw new Error(`tests: expected ${selector} named ${name}, got none`);
  return match;
}

afterEach(() => {
  shown?.root.unmount();
  shown?.host.remove();
  shown = null;
});
