/** The top view: the whole page, or only its panes where it is embedded. Pure in its props. */
import { type CSSProperties, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { palettes } from '#attention';
import type { Frame, HeadName, Pin, Spec } from '#share';
import { type RecentText, type Run, waitingPane } from '#state';
import { languages } from '#words';
import { Controls } from './Controls.tsx';
import { createFocus } from './focus.ts';
import { Header } from './Header.tsx';
import { Legend } from './Legend.tsx';
import { LinkNotes } from './LinkNotes.tsx';
import { Loading } from './Loading.tsx';
import { MetricLegend } from './MetricLegend.tsx';
import { scalesOf } from './metric-scales.ts';
import { Notice, type Said } from './Notice.tsx';
import { OpenLink } from './OpenLink.tsx';
import { OverviewTools } from './OverviewTools.tsx';
import { Pane } from './Pane.tsx';
import type { Draw } from './Picture.tsx';
import { PinnedMaps } from './PinnedMaps.tsx';
import { cardsOf, longestOf, overallStatus, sharePieces, tokensOf } from './panes.ts';
import { sayPin, shownPins, togglePin } from './pins.ts';
import type { Scene } from './scene.ts';
import { nothingSeen, seeSinks, startText } from './sinks-seen.ts';
import { TextBox } from './TextBox.tsx';
import { TokenStrips } from './TokenStrips.tsx';
import { Tour, TourOffer } from './Tour.tsx';
import type { ReadEdges } from './use-edges.ts';
import { useLanguage } from './use-language.ts';
import { useLatest } from './use-latest.ts';
import type { ReadRow } from './use-row.ts';
import { useSharedReads } from './use-shared-reads.ts';
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
  /** Whether the tour is offered. */
  readonly newcomer: boolean;
  /** The tour was taken or skipped for good. */
  onWelcomed(): void;
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
  const [touring, setTouring] = useState(false);
  /** The pane whose head the tokens show: the one pointed at last; a lock keeps it. */
  const [pointed, setPointed] = useState(0);
  const [seen, setSeen] = useState(nothingSeen);
  const root = useRef<HTMLDivElement>(null);

  const onSpec = useLatest(props.onSpec);
  const onRetry = useLatest(props.onRetry);
  const draw = useLatest(props.draw);
  const readRow = useSharedReads(props.readRow);
  const readColumn = useSharedReads(props.readColumn);
  const readEdges = useLatest(props.readEdges);
  const onForget = useLatest(props.onForget);
  const onHover = useLatest((pane: number, head: HeadName | null) => {
    setHover(head && { pane, head });
    if (head && !spec.cell) setPointed(pane);
  });
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
  const [first, second] = panes.map(({ answer }) => answer);
  // Hovering draws this view anew at every frame: what depends on the answers alone stays what it was.
  const answers = useMemo(() => [first, second].flatMap((answer) => answer ?? []), [first, second]);
  const scales = useMemo(() => scalesOf(answers), [answers]);
  const cards = cardsOf(spec, run);
  const shared = sharePieces(answers);
  const palette = palettes[spec.palette][theme];
  const { cell: locked, zoom, scale, range } = spec;
  const tools = !frame.embed;
  const scene: Scene = useMemo(
    () => ({
      ...{ focus, tools, locked, shared, zoom, scale, range, palette, theme },
      ...{ draw, readRow, readEdges, onSpec },
    }),
    [focus, tools, locked, shared, zoom, scale, range, palette, theme, draw, readRow, readEdges, onSpec],
  );
  useEffect(
    () =>
      focus.listen(() => {
        const now = focus.get();
        if (now && !locked) setPointed(now.pane);
      }),
    [focus, locked],
  );
  const pins = shownPins(spec.pins, panes);
  const mapped = spec.head !== null || pins.length > 0;
  useEffect(() => {
    if (!mapped) focus.set(null);
  }, [mapped, focus]);
  const nowSeen = seeSinks(seen, spec.text, answers);
  if (nowSeen !== seen) setSeen(nowSeen);
  const models = spec.panes.map(({ model }) => model);
  const cut = async () => {
    const long = models.filter((_, index) => panes[index].problem?.kind === 'too-long');
    let text = spec.text;
    for (const model of new Set(long)) text = await props.cut(model, { text, start: spec.start });
    return text;
  };
  const legend = useMemo(
    () =>
      spec.show === 'maps' ? null : (
        <MetricLegend metric={spec.show} limit={scales.metrics[spec.show].limit} palette={palette} />
      ),
    [spec.show, scales, palette],
  );
  const weighted = spec.show === 'maps' || spec.head !== null;
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
              onTour={() => setTouring(true)}
              onText={() => root.current?.querySelector('textarea')?.focus()}
            />
            {props.newcomer && !touring && (
              <TourOffer onTake={() => setTouring(true)} onSkip={props.onWelcomed} />
            )}
            {touring && (
              <Tour
                within={root}
                onEnd={() => {
                  setTouring(false);
                  props.onWelcomed();
                }}
              />
            )}
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
                pointed={pointed}
                scene={scene}
                readColumn={readColumn}
                onPointed={setPointed}
              />
            </section>
            <Controls
              scale={spec.scale}
              range={spec.range}
              paletteName={spec.palette}
              palette={palette}
              weighted={weighted}
              legend={legend}
              onSpec={onSpec}
            />
            <OverviewTools
              show={spec.show}
              sort={spec.sort}
              only={spec.only}
              layers={spec.layers}
              where={spec.where}
              answers={answers}
              scales={scales}
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
              scales={scales}
              charted={!frame.embed}
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
            {legend}
            {weighted && (
              <Legend
                scale={spec.scale}
                range={spec.range}
                limit={spec.range === 'one' ? 1 : null}
                palette={palette}
                named={true}
              />
            )}
            <OpenLink />
          </footer>
        )}
      </div>
    </WordsContext>
  );
}
