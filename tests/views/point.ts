/** A reader's hand on a large map: at a cell, over a stretch of pixels, with a wheel, with fingers. */
import { act } from 'react';
import { userEvent } from 'vitest/browser';

/** Moves the pointer to the middle of a cell of a map of `tokens`, or clicks there. */
export async function at(
  field: HTMLElement,
  query: number,
  key: number,
  tokens: number,
  how: 'hover' | 'click' | 'dblClick' = 'hover',
) {
  const { width, height } = field.getBoundingClientRect();
  const position = { x: ((key + 0.5) / tokens) * width, y: ((query + 0.5) / tokens) * height };
  await userEvent[how](field, { position });
}

/** Where a share of the field's sides is in the window. */
function placeOf(field: HTMLElement, right: number, down: number) {
  const { left, top, width, height } = field.getBoundingClientRect();
  return { clientX: left + right * width, clientY: top + down * height };
}

/** A wheel is answered in the next frame. */
async function quietly(work: () => void, drawn: boolean): Promise<void> {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  await act(async () => {
    work();
    if (drawn) await new Promise((wake) => requestAnimationFrame(wake));
  });
  globalThis.IS_REACT_ACT_ENVIRONMENT = false;
}

/** Turns the wheel there; tells whether the map kept the turn for itself. */
export async function turn(
  field: HTMLElement,
  deltaY: number,
  spot = { right: 0.5, down: 0.5 },
  more: WheelEventInit = {},
): Promise<boolean> {
  const place = placeOf(field, spot.right, spot.down);
  const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, deltaY, ...place, ...more });
  await quietly(() => field.dispatchEvent(event), true);
  return event.defaultPrevented;
}

export interface Finger {
  readonly id: number;
  readonly right: number;
  readonly down: number;
}

/** Pointers that go down, move and come up one after the other, as fingers do, or one as a mouse does. */
export async function touch(
  field: HTMLElement,
  type: 'pointerdown' | 'pointermove' | 'pointerup',
  fingers: readonly Finger[],
  pointerType: 'touch' | 'mouse' = 'touch',
): Promise<void> {
  // Pointers that no device has cannot be captured.
  field.setPointerCapture = () => undefined;
  for (const { id, right, down } of fingers) {
    const place = placeOf(field, right, down);
    const buttons = type === 'pointerup' ? 0 : 1;
    const init = { bubbles: true, cancelable: true, pointerId: id, pointerType, buttons, ...place };
    await quietly(() => field.dispatchEvent(new PointerEvent(type, init)), false);
  }
}
