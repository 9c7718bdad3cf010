/** What can be taken away from a figure: a button, and a popover with the forms that it can take. */
import { useEffect, useId, useRef, useState } from 'react';
import { downloadFile } from './download.ts';
import { rasterise } from './raster.ts';
import { Segmented } from './Segmented.tsx';
import { useWords } from './use-words.ts';
import './export-menu.css';

/** A view in each of its forms; each throws if what it shows is gone. */
export interface Exported {
  /** Of the files, without its ending. */
  readonly name: string;
  svg(): Promise<string>;
  csv(): Promise<string>;
  json(): Promise<unknown>;
  caption(): string;
}

interface ExportMenuProps {
  /** What is exported, as the popover is named. */
  readonly title: string;
  readonly disabled: boolean;
  /** Called at the click. */
  exported(): Exported;
}

type Size = '1' | '2' | '3' | '4';
const sizes = (['1', '2', '3', '4'] as const).map((value: Size) => ({ value, text: `${value}×` }));
/** How long the menu says what came of it, in milliseconds. */
const SAID_FOR = 4000;

export function ExportMenu({ title, disabled, exported }: ExportMenuProps) {
  const words = useWords();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [size, chooseSize] = useState<Size>('2');
  const [said, say] = useSaid();

  const save = (make: (of: Exported) => Promise<void>) => async () => {
    try {
      await make(exported());
      menu.current?.hidePopover();
    } catch {
      say(words.export.failed);
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(exported().caption());
      say(words.export.captionCopied);
    } catch {
      say(words.export.captionNotCopied);
    }
  };

  return (
    <span className="export">
      <button
        ref={button}
        type="button"
        className="quiet"
        disabled={disabled}
        aria-haspopup="dialog"
        onClick={() => {
          menu.current?.togglePopover();
          if (button.current && menu.current) place(button.current, menu.current);
        }}
      >
        {words.export.button}
      </button>
      <div ref={menu} id={id} className="export-menu" role="dialog" aria-label={title} popover="auto">
        <h3>{title}</h3>
        <Segmented<Size> label={words.export.size} value={size} options={sizes} onChoose={chooseSize} />
        <div className="export-forms">
          <button
            type="button"
            className="quiet"
            onClick={save(async ({ name, svg }) =>
              downloadFile(`${name}.png`, await rasterise(await svg(), Number(size))),
            )}
          >
            PNG
          </button>
          <button
            type="button"
            className="quiet"
            onClick={save(async ({ name, svg }) => downloadFile(`${name}.svg`, await svg(), 'image/svg+xml'))}
          >
            SVG
          </button>
          <button
            type="button"
            className="quiet"
            onClick={save(async ({ name, csv }) => downloadFile(`${name}.csv`, await csv(), 'text/csv'))}
          >
            CSV
          </button>
          <button
            type="button"
            className="quiet"
            onClick={save(async ({ name, json }) =>
              downloadFile(`${name}.json`, `${JSON.stringify(await json(), null, 2)}\n`, 'application/json'),
            )}
          >
            JSON
          </button>
        </div>
        <button type="button" className="quiet" onClick={copy}>
          {words.export.caption}
        </button>
        <p className="export-said" role="status">
          {said}
        </p>
      </div>
    </span>
  );
}

/** Words that are forgotten after a while. */
function useSaid(): [string, (said: string) => void] {
  const [said, say] = useState('');
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return [
    said,
    (next) => {
      say(next);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(say, SAID_FOR, '');
    },
  ];
}

/** Under the button, its right edges in line, inside the window. */
function place(button: HTMLElement, menu: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.right - width), window.innerWidth - width - 8);
  const under = at.bottom + 6;
  const top = under + height > window.innerHeight - 8 ? Math.max(8, at.top - height - 6) : under;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
