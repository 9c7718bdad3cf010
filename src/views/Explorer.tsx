/** The top view: the whole page, or only its panes where it is embedded. Pure in its props. */
import { type CSSProperties, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { palettes } from '#attention';
import type { Frame, HeadName, Pin, Spec } from '#share';
import { type Run, waitingPane } from '#state';
import { languages } from '#words';
import { Controls } from './Controls.tsx';
import { FocusedStrip } from './FocusedStrip.tsx';
import { createFocus } from './focus.ts';
import { Header } from './Header.tsx';
import { Legend } from './Legend.tsx';
import { LinkNotes } from './LinkNotes.tsx';
import { Loading } from './Loading.tsx';
import { Notice, type Said } from './Notice.tsx';
import { OpenLink } from './OpenLink.tsx';
import { Pane } from './Pane.tsx';
import type { Draw } from './Picture.tsx';
import { PinnedMaps } from './PinnedMaps.tsx';
import { cardsOf, longestOf, overallStatus, sharePieces, tokensOf } from './panes.ts';
import { sayPin, shownPins, togglePin } from './pins.ts';
import type { Scene } from './scene.ts';
import { TextBox } from './TextBox.tsx';
import type { ReadEdges } from './use-edges.ts';
import { useLanguage } from './use-language.ts';
import { useLatest } from './use-latest.ts';
import type { ReadRow } from './use-row.ts';
import { useTheme } from './use-theme.ts';
import { WordsContext } from './use-words.ts';
import { ZoomStatus } from './ZoomStatus.tsx';
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
  readonly readEdges: ReadEdges;
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
  const [focus] = useState(createFocus);
  const [said, say] = useState<Said | null>(null);
  const root = useRef<HTMLDivElement>(null);

  const onSpec = useLatest(props.onSpec);
  const onRetry = useLatest(props.onRetry);
  const draw = useLatest(props.draw);
  const readRow = useLatest(props.readRow);
  const onHover = useLatest((pane: number, head: HeadName | null) => setHover(head && { pane, head }));
  const readEdges = useLatest(props.readEdges);
  const onEscape = useLatest((pane: number) => {
    if (!spec.cell) return props.onSpec({ head: null });
    focus.set({ pane, ...spec.cell });
    props.onSpec({ cell: null });
  });
  const onPin = useLatest((pin: Pin) => {
    const pins = togglePin(spec.pins, pin);
    if (pins) props.onSpec({ pins });
    say({ text: sayPin(words, pin, pins, panes) });
  });
  const onUnpinAll = useLatest(() => props.onSpec({ pins: [] }));

  // Escape also works where the pointer has left the focus on nothing; panes take it first and mark it as taken.
  const onStrayKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !(spec.head ?? spec.cell)) return;
    const within = event.composedPath()[0] as Element;
    const busy =
      within instanceof HTMLTextAreaElement || root.current?.querySelector(':popover-open, dialog[open]');
    if (!busy) onEscape(0);
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
  const palette = palettes[spec.palette][theme];
  const { cell: locked, zoom, scale, range } = spec;
  const tools = !frame.embed;
  const scene: Scene = useMemo(
    () => ({
      ...{ focus, tools, locked, shared, zoom, scale, range, palette },
      ...{ draw, readRow, readEdges, onSpec },
    }),
    [focus, tools, locked, shared, zoom, scale, range, palette, draw, readRow, readEdges, onSpec],
  );
  const pins = shownPins(spec.pins, panes);
  const mapped = spec.head !== null || pins.length > 0;
  useEffect(() => {
    if (!mapped) focus.set(null);
  }, [mapped, focus]);
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
                tokens={tokensOf(spec, answers)}
                longest={longestOf(cards)}
                tooLong={panes.some(({ problem }) => problem?.kind === 'too-long')}
                onText={(text) => props.onSpec({ text })}
              >
                {loading}
              </TextBox>
              {(shared ? answers.slice(0, 1) : answers).map((answer, index) => (
                <FocusedStrip
                  key={answer.card.id}
                  focus={focus}
                  pieces={answer.pieces}
                  of={shared ? null : answer.card.title}
                  pane={index}
                  tokens={answer.report.T}
                  locked={spec.cell}
                  shared={shared}
                />
              ))}
              {answers.length === 0 && <div className="token-strip" />}
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
        {pins.length > 0 && (
          <PinnedMaps scene={scene} pins={pins} onUnpin={onPin} onUnpinAll={onUnpinAll} onEscape={onEscape} />
        )}
        <main className="panes" style={{ '--panes': panes.length } as CSSProperties}>
          {spec.panes.map((_, index) => (
            <Pane
              // biome-ignore lint/suspicious/noArrayIndexKey: a pane is its place; its model may change or be the other's
              key={index}
              index={index}
              spec={spec}
              models={run.models}
              run={panes[index]}
              next={panes[1 - index] ?? null}
              hover={hover?.head ?? null}
              pointing={hover?.pane === index}
              scene={scene}
              onHover={onHover}
              onPin={onPin}
              onEscape={onEscape}
              onRetry={onRetry}
            />
          ))}
        </main>
        {mapped && answers.length > 0 && (
          <ZoomStatus zoom={spec.zoom} tokens={Math.max(...answers.map(({ report }) => report.T))} />
        )}
        <Notice said={said} />
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
