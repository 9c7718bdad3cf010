/** One head's map: all of it and, over it, the part that is zoomed in on, cell by cell in device pixels. */
import { type CSSProperties, memo, useEffect, useEffectEvent, useRef } from 'react';
import type { Tile } from '#attention';
import type { Zoom } from '#share';
import type { AnswerPicture } from '#state';
import { type Draw, show } from './Picture.tsx';

interface MapPictureProps {
  readonly draw: Draw;
  readonly serial: number;
  /** Of all of the map; null keeps the picture that is there. */
  readonly whole: AnswerPicture | null;
  /** Of the part, likewise. */
  readonly detail: AnswerPicture | null;
  readonly zoomed: boolean;
}

/** While a part is on its way the map under it is there at once, scaled. */
export const MapPicture = memo(function MapPicture(props: MapPictureProps) {
  const { draw, serial, whole, detail, zoomed } = props;
  return (
    <>
      <Sheet draw={draw} serial={serial} request={whole} />
      {zoomed && <Sheet draw={draw} serial={serial} request={detail} />}
    </>
  );
});

interface SheetProps {
  readonly draw: Draw;
  readonly serial: number;
  readonly request: AnswerPicture | null;
}

interface Asked {
  readonly serial: number;
  readonly request: AnswerPicture;
}

/** One picture is asked for at a time, and then the one wanted last: a reader who zooms asks for many. */
function Sheet({ draw, serial, request }: SheetProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const wanted = useRef<Asked | null>(null);
  const busy = useRef(false);
  const ask = useEffectEvent(draw);

  useEffect(() => {
    if (!request || (wanted.current?.serial === serial && wanted.current.request === request)) return;
    wanted.current = { serial, request };
    if (busy.current) return;
    const work = async () => {
      busy.current = true;
      let done: Asked | null = null;
      while (wanted.current && wanted.current !== done) {
        done = wanted.current;
        try {
          const bitmap = await ask(done.serial, done.request);
          if (bitmap && canvas.current) put(canvas.current, bitmap, done);
          else bitmap?.close();
        } catch (error) {
          busy.current = false;
          if (canvas.current && wanted.current === done) throw error;
        }
      }
      busy.current = false;
    };
    void work();
  }, [serial, request]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: this canvas takes no focus
  return <canvas ref={canvas} className="picture sheet" aria-hidden="true" />;
}

/** The style sheet lays the canvas where its cells are in the part that is shown. */
function put(canvas: HTMLCanvasElement, bitmap: ImageBitmap, { serial, request }: Asked): void {
  const [{ queries, keys }] = request.tiles;
  show(canvas, bitmap, serial);
  for (const [name, value] of Object.entries(partStyle({ queries, keys }, 'sheet')))
    canvas.style.setProperty(name, `${value}`);
}

/** A part as custom properties: where it begins and how many cells it has, either way. */
export function partStyle(
  { queries, keys }: Pick<Tile, 'queries' | 'keys'> | Zoom,
  of: 'sheet' | 'shown',
): CSSProperties {
  return {
    [`--${of}-query`]: queries[0],
    [`--${of}-queries`]: queries[1] - queries[0],
    [`--${of}-key`]: keys[0],
    [`--${of}-keys`]: keys[1] - keys[0],
  } as CSSProperties;
}
