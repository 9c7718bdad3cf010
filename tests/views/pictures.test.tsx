/** Pictures: what is asked of the machine, and which of its replies are shown. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { PictureRequest } from '#attention';
import { answerOf, draw, gallery } from './gallery.tsx';
import { madeUpModel } from './made-up.ts';
import { drawn, named, show } from './show.tsx';

interface Asked {
  readonly serial: number;
  readonly request: PictureRequest;
  reply(bitmap: ImageBitmap | null): void;
}

/** A machine that replies when it is told to. */
function patient() {
  const asked: Asked[] = [];
  const slow = (serial: number, request: PictureRequest) =>
    new Promise<ImageBitmap | null>((reply) => asked.push({ serial, request, reply }));
  return { asked, slow };
}

const oneColour = (red: number, size = 4) => {
  const image = new ImageData(size, size);
  for (let at = 0; at < image.data.length; at += 4) image.data.set([red, 0, 0, 255], at);
  return createImageBitmap(image);
};

function redOf(canvas: HTMLCanvasElement): number {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
  copy?.drawImage(canvas, 0, 0);
  return copy?.getImageData(0, 0, 1, 1).data[0] ?? -1;
}

const settled = () => new Promise((wake) => setTimeout(wake, 30));

test('a late reply to an older question is discarded, and its bitmap freed', async () => {
  const { asked, slow } = patient();
  const one = gallery.one();
  const { view, again } = await show(one, { draw: slow });
  const canvas = view.querySelector('canvas') as HTMLCanvasElement;
  const first = asked.length - 1;
  const answer = answerOf(madeUpModel('softpick'), 'Another text for the same head.');
  const next = { ...one, run: { ...one.run, panes: [{ ...one.run.panes[0], answer }] } };
  await again(next, { draw: slow });
  const second = asked.length - 1;
  expect(asked[second].serial).toBe(answer.serial);
  asked[second].reply(await oneColour(200));
  await expect.poll(() => redOf(canvas)).toBe(200);
  const late = await oneColour(100);
  asked[first].reply(late);
  await settled();
  expect(redOf(canvas)).toBe(200);
  expect(late.width).toBe(0);
  expect(canvas.dataset.serial).toBe(String(answer.serial));
});

test('the old picture stays until the new one is there, and where the answer is gone', async () => {
  const { asked, slow } = patient();
  const one = gallery.one();
  const { view, again } = await show(one, { draw: slow });
  const canvas = view.querySelector('canvas') as HTMLCanvasElement;
  asked[asked.length - 1].reply(await oneColour(50));
  await expect.poll(() => redOf(canvas)).toBe(50);
  const answer = answerOf(madeUpModel('softpick'), 'Another text for the same head.');
  await again({ ...one, run: { ...one.run, panes: [{ ...one.run.panes[0], answer }] } }, { draw: slow });
  expect(redOf(canvas)).toBe(50);
  asked[asked.length - 1].reply(null);
  await settled();
  expect(redOf(canvas)).toBe(50);
  expect(view.querySelector('canvas')).toBe(canvas);
});

test('one picture holds a square tile for every head, in device pixels that the screen shows one to one', async () => {
  await page.viewport(1440, 900);
  const { asked, slow } = patient();
  const { view } = await show(gallery.one(), { draw: slow });
  const { request } = asked[asked.length - 1];
  expect(request.tiles.length).toBe(64);
  for (const { layer, head, left, top, width, height, queries, keys, limit } of request.tiles) {
    expect(width).toBe(height);
    expect([left, top, width].every(Number.isInteger)).toBe(true);
    expect(left + width).toBeLessThanOrEqual(request.width);
    expect(top + height).toBeLessThanOrEqual(request.height);
    expect([...queries, ...keys, limit]).toEqual([0, 62, 0, 62, 1]);
    const button = view.querySelector(`.head[data-layer="${layer}"][data-head="${head}"]`) as HTMLElement;
    const picture = view.querySelector('.picture') as HTMLElement;
    const [on, at] = [button.getBoundingClientRect(), picture.getBoundingClientRect()];
    expect([on.left - at.left, on.top - at.top, on.width].map((px) => px * devicePixelRatio)).toEqual([
      left,
      top,
      width,
    ]);
  }
});

test('scale, range, palette and theme each ask for a new picture; text that is not answered yet does not', async () => {
  const { asked, slow } = patient();
  const of = gallery.one();
  const { view } = await show(of, { draw: slow });
  const last = () => asked[asked.length - 1].request;
  const limits = () => last().tiles.map(({ layer, head, limit }) => [layer, head, limit]);
  const weightMax = of.run.panes[0].answer?.weightMax ?? [];
  const own = (limitOf: (heads: readonly number[], head: number) => number) =>
    weightMax.flatMap((heads, layer) => heads.map((_, head) => [layer, head, limitOf(heads, head)]));
  expect(last().scale).toBe('sqrt');
  await userEvent.click(named(view, '.segmented-option', 'log'));
  expect(last().scale).toBe('log');
  expect(limits()).toEqual(own(() => 1));
  await userEvent.click(named(view, '.segmented-option', 'per head'));
  expect(limits()).toEqual(own((heads, head) => heads[head] || 1));
  await userEvent.click(named(view, '.segmented-option', 'per layer'));
  expect(limits()).toEqual(own((heads) => Math.max(...heads) || 1));
  expect(view.querySelector('.controls .legend')?.textContent).toContain('layer’s largest');
  expect(last().palette.id).toBe('warm-light');
  await userEvent.selectOptions(view.querySelector('.palette-menu select') as HTMLSelectElement, 'print');
  expect(last().palette.id).toBe('print-light');
  await userEvent.selectOptions(view.querySelector('.palette-menu select') as HTMLSelectElement, 'warm');
  await userEvent.click(named(view, 'button', 'Dark theme'));
  expect(last().palette.id).toBe('warm-dark');
  const before = asked.length;
  await userEvent.type(view.querySelector('textarea') as HTMLTextAreaElement, ' more');
  expect(asked.length).toBe(before);
});

test('a large map names its limit and whose it is, where heads do not share one', async () => {
  const of = gallery.openOwnRange();
  const { view } = await show(of);
  const legend = () => view.querySelector('.map-foot .legend')?.textContent;
  expect(legend()).toMatch(/^Weight, up to the head’s largest/);
  await userEvent.click(named(view, '.segmented-option', 'per layer'));
  expect(legend()).toMatch(/^Weight, up to the layer’s largest/);
  await userEvent.click(named(view, '.segmented-option', '0–1'));
  expect(legend()).toBeUndefined();
});

test('the large map is asked for as one tile of the head that is open, and drawn at the size shown', async () => {
  const requests: PictureRequest[] = [];
  const { view } = await show('open', {
    draw: (serial, request) => {
      requests.push(request);
      return draw(serial, request);
    },
  });
  await drawn(view);
  const large = requests.filter(({ tiles }) => tiles.length === 1);
  expect(large.length).toBeGreaterThanOrEqual(2);
  const { request, tile } = { request: large[large.length - 1], tile: large[large.length - 1].tiles[0] };
  expect([tile.layer, tile.head, tile.width, tile.height]).toEqual([3, 5, request.width, request.height]);
  const shown = view.querySelector('.map-field .picture') as HTMLCanvasElement;
  expect(shown.getBoundingClientRect().width * devicePixelRatio).toBeCloseTo(request.width, 1);
  expect(request.width).toBeGreaterThan(300);
});
