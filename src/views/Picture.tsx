/** A bitmap that the worker draws, on a canvas; the old one stays until a newer one is there. */
import { useEffect, useEffectEvent, useRef } from 'react';
import type { AnswerPicture } from '#state';

export type Draw = (serial: number, request: AnswerPicture) => Promise<ImageBitmap | null>;

interface PictureProps {
  readonly draw: Draw;
  /** The answer that is drawn. */
  readonly serial: number;
  /** Sizes in device pixels; the style sheet sets the size in CSS pixels. */
  readonly request: AnswerPicture;
}

/** Hidden from screen readers: what it shows is said in words beside it. */
export function Picture({ draw, serial, request }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const asked = useRef(0);
  const shown = useRef(0);
  const ask = useEffectEvent(draw);

  useEffect(() => {
    const turn = ++asked.current;
    ask(serial, request).then(
      (bitmap) => {
        if (bitmap && canvas.current && turn > shown.current) {
          shown.current = turn;
          show(canvas.current, bitmap, serial);
        } else bitmap?.close();
      },
      (error) => {
        if (canvas.current && turn === asked.current) throw error;
      },
    );
  }, [serial, request]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: this canvas takes no focus
  return <canvas ref={canvas} className="picture" aria-hidden="true" />;
}

/** The canvas takes the bitmap over; `data-serial` tells whose it is. */
export function show(canvas: HTMLCanvasElement, bitmap: ImageBitmap, serial: number): void {
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.dataset.serial = String(serial);
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
}
