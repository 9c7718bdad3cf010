/** The top view: the whole page, or only its panes where it is embedded. Pure in its props. */
import { type CSSProperties, useEffect, useEffectEvent, useRef, useState } from 'react';
import { palettes } from '#attention';
import type { Frame, HeadName, Spec } from '#share';
import { type RecentText, type Run, waitingPane } from '#state';
import { languages } from '#words';
import { Controls } from './Controls.tsx';
import type { CellFocus } from './cell.ts';
import { Header } from './Header.tsx';
import { Legend } from './Legend.tsx';
import { LinkNotes } from './LinkNotes.tsx';
import { Loading } from './Loading.tsx';
import { OpenLink } from './OpenLink.tsx';
import { Pane } from './Pane.tsx';
import type { Draw } from './Picture.tsx';
import { cardsOf, longestOf, overallStatus, sharePieces, tokensOf } from './panes.ts';
import { nothingSeen, seeSinks, startText } from './sinks-seen.ts';
import { TextBox } from './TextBox.tsx';
import { TokenStrips } from './TokenStrips.tsx';
import { useLanguage } from './use-language.ts';
import { useLatest } from './use-latest.ts';
import type { ReadRow } from './use-row.ts';
import { useSharedReads } from './use-shared-reads.ts';
import { useTheme } from './use-theme.ts';
import { WordsContext } from './use-words.ts';
import './explorer.css';

export interface ExplorerProps {
  readonly spec: Spec;
  readonly run: Run;
  readonly frame: Frame;
  /** Writes the spec. */
  onSpec(change: Partial<Spec>): void;
  onRetry(pane: number): void;
  /** The worker draws; null if that answer is gone. */
  readonly draw: Draw;
  readonly readRow: ReadRow;
  /** [T] weights of all queries on one key. */
  readonly readColumn: ReadRow;
  /** The longest beginning of the text that the model takes. */
  cut(model: string, asked: Pick<Spec, 'text' | 'start'>): Promise<string>;
  /** The reader's own earlier texts, newest first. */
  readonly recent: readonly RecentText[];
  /** Erases one of them, or all. */
  onForget(text: string | null): void;
  copyLink(): Promise<void>;
  /** What of the link could not be read, each in a sentence. */
  readonly notes: readonly string[];
  onNotesRead(): void;
}

export function Explorer(props: ExplorerProps) {
  const { spec, run, frame } = props;
  const [theme, chooseTheme] = useTheme(frame.theme);
  const [language, chooseLanguage] = useLanguage(frame.language);
  const words = languages[language];
  /** The head that is pointed at or focused, and the pane in which it is. */
  const [hover, setHover] = useState<{ readonly pane: number; readonly head: HeadName } | null>(null);
  /** The cell in focus, and the pane in which it was pointed at. */
  const [focus, setFocus] = useState<{ readonly pane: number; readonly cell: CellFocus } | null>(null);
  /** The pane whose head the tokens show: the one pointed at last; a lock keeps it. */
  const [pointed, setPointed] = useState(0);
  const [seen, setSeen] = useState(nothingSeen);
  const root = useRef<HTMLDivElement>(null);

  const onSpec = useLatest(props.onSpec);
  const onRetry = useLatest(props.onRetry);
  const draw = useLatest(props.draw);
  const readRow = useSharedReads(props.readRow);
  const readColumn = useSharedReads(props.readColumn);
  const onForget = useLatest(props.onForget);
  const onHover = useLatest((pane: number, head: HeadName | null) => {
    setHover(head && { pane, head });
    if (head && !focus?.cell.locked) setPointed(pane);
  });
  const onCell = useLatest((pane: number, cell: CellFocus | null) => {
    setFocus(cell && { pane, cell });
    setPointed(pane);
  });
  const onEscape = useLatest(() => {
    if (focus?.cell.locked) setFocus({ ...focus, cell: { ...focus.cell, locked: false } });
    else props.onSpec({ head: null });
  });

  // Escape also works where the pointer has left the focus on nothing; panes take it first and mark it as taken.
  const onStrayKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !spec.head) return;
    const within = event.composedPath()[0] as Element;
    const busy =
      within instanceof HTMLTextAreaElement || root.current?.querySelector(':popover-open, dialog[open]');
    if (!busy) onEscape();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onStrayKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  const panes = spec.panes.map((_, index) => run.panes[index] ?? waitingPane);
  const answers = panes.flatMap(({ answer }) => answer ?? []);
  const cards = cardsOf(spec, run);
  const shared = sharePieces(answers);
  const cell = spec.head && focus ? focus.cell : null;
  const cellOf = (pane: number) => (shared || focus?.pane === pane ? cell : null);
  const palette = palettes[spec.palette][theme];
  const nowSeen = seeSinks(seen, spec.text, answers);
  if (nowSeen !== seen) setSeen(nowSeen);
  const models = spec.panes.map(({ model }) => model);
  const cut = async () => {
    const long = models.filter((_, index) => panes[index].problem?.kind === 'too-long');
    let text = spec.text;
    for (const model of new Set(long)) text = await props.cut(model, { text, start: spec.start });
    return text;
  };
  const loading = <Loading panes={panes} cards={cards} />;

  return (
    <WordsContext value={words}>
      <div
        ref={root}
        lang={language}
        className="softpick-explorer"
        data-run={overallStatus(panes)}
        data-theme={theme}
        data-embed={frame.embed || undefined}
      >
        {!frame.embed && (
          <>
            <Header
              theme={theme}
              onTheme={chooseTheme}
              language={language}
              onLanguage={chooseLanguage}
              copyLink={props.copyLink}
            />
            {props.notes.length > 0 && <LinkNotes notes={props.notes} onRead={props.onNotesRead} />}
            <section className="question" aria-label={words.question}>
              <TextBox
                text={spec.text}
                start={spec.start}
                startNote={spec.start && !nowSeen.bare ? null : startText(words, nowSeen, models)}
                tokens={tokensOf(spec, answers)}
                longest={longestOf(cards)}
                tooLong={panes.some(({ problem }) => problem?.kind === 'too-long')}
                recent={props.recent}
                onText={(text) => props.onSpec({ text })}
                onStart={(start) => props.onSpec({ start })}
                onForget={onForget}
                cut={cut}
              >
                {loading}
              </TextBox>
              <TokenStrips
                spec={spec}
                panes={panes}
                shared={shared}
                pointed={pointed}
                cellOf={cellOf}
                palette={palette}
                readRow={readRow}
                readColumn={readColumn}
                onSpec={onSpec}
                onCell={onCell}
                onPointed={setPointed}
              />
            </section>
            <Controls
              scale={spec.scale}
              range={spec.range}
              paletteName={spec.palette}
              palette={palette}
              onSpec={onSpec}
            />
          </>
        )}
        {frame.embed && loading}
        <main className="panes" style={{ '--panes': panes.length } as CSSProperties}>
          {spec.panes.map((_, index) => (
            <Pane
              // biome-ignore lint/suspicious/noArrayIndexKey: a pane is its place; its model may change or be the other's
              key={index}
              index={index}
              spec={spec}
              models={run.models}
              run={panes[index]}
              hover={hover?.head ?? null}
              pointing={hover?.pane === index}
              cell={cellOf(index)}
              palette={palette}
              onSpec={onSpec}
              onHover={onHover}
              onCell={onCell}
              onEscape={onEscape}
              onRetry={onRetry}
              draw={draw}
              readRow={readRow}
            />
          ))}
        </main>
        {frame.embed && (
          <footer className="embed-footer">
            <Legend
              scale={spec.scale}
              range={spec.range}
              limit={spec.range === 'one' ? 1 : null}
              palette={palette}
              named={true}
            />
            <OpenLink />
          </footer>
        )}
      </div>
    </WordsContext>
  );
}
