/** The top view: the whole page, or only its panes where it is embedded. Pure in its props. */
import { type CSSProperties, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { palettes } from '#attention';
import type { Frame, HeadName, Spec } from '#share';
import { type Run, waitingPane } from '#state';
import { languages } from '#words';
import { Controls } from './Controls.tsx';
import type { CellFocus } from './cell.ts';
import { Header } from './Header.tsx';
import { Legend } from './Legend.tsx';
import { LinkNotes } from './LinkNotes.tsx';
import { Loading } from './Loading.tsx';
import { MetricLegend } from './MetricLegend.tsx';
import { scalesOf } from './metric-scales.ts';
import { OpenLink } from './OpenLink.tsx';
import { OverviewTools } from './OverviewTools.tsx';
import { Pane } from './Pane.tsx';
import type { Draw } from './Picture.tsx';
import { cardsOf, longestOf, overallStatus, sharePieces, tokensOf } from './panes.ts';
import { TextBox } from './TextBox.tsx';
import { TokenStrip } from './TokenStrip.tsx';
import { useLanguage } from './use-language.ts';
import { useLatest } from './use-latest.ts';
import type { ReadRow } from './use-row.ts';
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
  const root = useRef<HTMLDivElement>(null);

  const onSpec = useLatest(props.onSpec);
  const onRetry = useLatest(props.onRetry);
  const draw = useLatest(props.draw);
  const readRow = useLatest(props.readRow);
  const onHover = useLatest((pane: number, head: HeadName | null) => setHover(head && { pane, head }));
  const onCell = useLatest((pane: number, cell: CellFocus | null) => setFocus(cell && { pane, cell }));
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
  const [first, second] = panes.map(({ answer }) => answer);
  // Hovering draws this view anew at every frame: what depends on the answers alone stays what it was.
  const answers = useMemo(() => [first, second].flatMap((answer) => answer ?? []), [first, second]);
  const scales = useMemo(() => scalesOf(answers), [answers]);
  const cards = cardsOf(spec, run);
  const shared = sharePieces(answers);
  const cell = spec.head && focus ? focus.cell : null;
  const cellOf = (pane: number) => (shared || focus?.pane === pane ? cell : null);
  const palette = palettes[theme];
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
                <TokenStrip
                  key={answer.card.id}
                  pieces={answer.pieces}
                  of={shared ? null : answer.card.title}
                  query={cellOf(index)?.query ?? null}
                  keyed={cellOf(index)?.keyed ?? null}
                />
              ))}
              {answers.length === 0 && <div className="token-strip" />}
            </section>
            <Controls
              scale={spec.scale}
              range={spec.range}
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
              scales={scales}
              charted={!frame.embed}
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
            {legend}
            {weighted && (
              <Legend
                scale={spec.scale}
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
