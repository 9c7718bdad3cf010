/** One model: what it is, where it ran, what went wrong, its numbers, and its heads, all or one large. */
import { type KeyboardEvent, memo, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import type { HeadName, Pin, Spec } from '#share';
import type { Answer, PaneRun, Run } from '#state';
import type { Words } from '#words';
import { arrange } from './arrange.ts';
import { exportSheet } from './export-sheet.ts';
import { factsOf, shortForSinks } from './facts.ts';
import { HeadMap } from './HeadMap.tsx';
import { HeadSummary } from './HeadSummary.tsx';
import { LayerCharts } from './LayerCharts.tsx';
import type { Scales } from './metric-scales.ts';
import { Numbers } from './Numbers.tsx';
import { Overview } from './Overview.tsx';
import { PaneHeader } from './PaneHeader.tsx';
import { samePin } from './pins.ts';
import type { Scene } from './scene.ts';
import { Trouble } from './Trouble.tsx';
import { useLatest } from './use-latest.ts';
import { useWords } from './use-words.ts';
import { NoneLeft, ShownText } from './WhatIsShown.tsx';
import './pane.css';

interface PaneProps {
  readonly index: number;
  readonly spec: Spec;
  readonly models: Run['models'];
  readonly run: PaneRun;
  /** The other pane, if there are two. */
  readonly next: PaneRun | null;
  readonly hover: HeadName | null;
  /** Whether it is pointed at in this pane: its button has then been read out. */
  readonly pointing: boolean;
  readonly scene: Scene;
  readonly scales: Scales;
  /** With the small charts. */
  readonly charted: boolean;
  onHover(pane: number, head: HeadName | null): void;
  /** Pins the head, or takes the pin away. */
  onPin(pin: Pin): void;
  /** Unlocks the cell or, if none is locked, closes the head. */
  onEscape(pane: number): void;
  onRetry(pane: number): void;
}

/** Of a model whose card is not here yet. */
const GUESSED = { layers: 8, heads: 8 };

export const Pane = memo(function Pane(props: PaneProps) {
  const words = useWords();
  const { index, spec, run, scene, onHover, onPin, onEscape } = props;
  const { palette, draw, onSpec } = scene;
  const { model } = spec.panes[index];
  // Numbers of another model would be read as this one's, once nothing is on its way to replace them.
  const answer = run.status === 'failed' && run.answer?.card.id !== model ? null : run.answer;
  const empty = spec.text.trim() === '';
  const card = props.models.find(({ id }) => id === model);
  const shape = answer?.card ?? card ?? GUESSED;
  const { layers, heads } = shape;
  const { show, sort, only, layers: span, where } = spec;
  const report = answer?.report ?? null;
  const arrangement = useMemo(
    () => arrange(report, { layers, heads }, { sort, only, layers: span, where }),
    [report, layers, heads, sort, only, span, where],
  );
  const open = answer && within(spec.head, shape);
  const hover = answer && within(props.hover, shape);
  const late = answer && lateText(words, answer, model, spec);
  const { section, field, follow } = useFocusOn(open);

  const openHead = useCallback(
    (head: HeadName) => {
      follow.current = true;
      onSpec({ head });
    },
    [onSpec, follow],
  );
  const close = useCallback(() => {
    follow.current = true;
    onSpec({ head: null });
  }, [onSpec, follow]);
  const point = useCallback((head: HeadName | null) => onHover(index, head), [onHover, index]);
  const pinOpen = useLatest(() => open && onPin({ pane: index, ...open }));
  const takeEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open || section.current?.querySelector(':popover-open')) return;
    event.preventDefault();
    follow.current = !spec.cell;
    onEscape(index);
  };
  /** P on a head of the overview or on the large map. */
  const takePin = (event: KeyboardEvent) => {
    const bare = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (!scene.tools || !bare || event.key.toLowerCase() !== 'p') return;
    const on = event.target as HTMLElement;
    if (on.matches('.map-field')) return pinOpen();
    if (!answer || !on.matches('.head')) return;
    onPin({ pane: index, layer: Number(on.dataset.layer), head: Number(on.dataset.head) });
  };

  const chooseModel = (next: string) =>
    onSpec({ panes: spec.panes.map((each, at) => (at === index ? { ...each, model: next } : each)) });

  const exported = () => {
    if (!answer) throw new Error('views: expected an answer to export, got none');
    const { scale, range } = spec;
    return exportSheet({ words, answer, scale, range, palette, theme: scene.theme, draw });
  };

  const drawn = { scale: spec.scale, range: spec.range, palette, draw };
  const title = card?.title ?? model;
  const nextModel = spec.panes[1 - index]?.model ?? null;
  const nextTitle = props.models.find(({ id }) => id === nextModel)?.title ?? nextModel;
  return (
    <section
      ref={section}
      className="pane"
      data-model={model}
      data-status={run.status}
      data-late={late ? true : undefined}
      data-short={answer && shortForSinks(answer.report) ? true : undefined}
      aria-label={title}
      aria-busy={run.status === 'loading' || run.status === 'running'}
      onKeyDown={(event) => {
        takeEscape(event);
        takePin(event);
      }}
    >
      <PaneHeader
        index={index}
        model={model}
        models={props.models}
        status={run.status}
        answer={answer}
        heads={arrangement.heads}
        late={late}
        notice={run.notice}
        onModel={chooseModel}
        exported={exported}
      />
      {run.problem && <Trouble problem={run.problem} onRetry={() => props.onRetry(index)} />}
      <div className="pane-body" data-open={open ? true : undefined}>
        <Numbers report={answer?.report ?? null} />
        <Overview
          {...drawn}
          title={title}
          answer={answer}
          shape={shape}
          arrangement={arrangement}
          show={show}
          limit={show === 'maps' ? 1 : props.scales.metrics[show].limit}
          open={open}
          hover={hover}
          onHover={point}
          onOpen={openHead}
        />
        {empty && <p className="pane-empty">{words.empty}</p>}
        {!empty && answer && arrangement.heads.length === 0 && <NoneLeft onSpec={onSpec} />}
        {answer && open && (
          <HeadMap
            scene={scene}
            pane={index}
            run={run}
            answer={answer}
            minus={spec.minus}
            next={props.next}
            nextTitle={nextTitle}
            open={open}
            hover={hover}
            pinned={scene.tools ? spec.pins.some((pin) => samePin(pin, { pane: index, ...open })) : null}
            field={field}
            onPin={pinOpen}
            onClose={close}
          />
        )}
        {!open && (
          <p className="pane-readout" aria-live={props.pointing ? 'off' : 'polite'}>
            {answer && hover ? (
              <HeadSummary facts={factsOf(answer, hover.layer, hover.head)} other={true} />
            ) : (
              answer && (
                <>
                  <ShownText arrangement={arrangement} sort={sort} />
                  {index === 0 ? words.countedFromZero : words.pointAtHead}
                </>
              )
            )}
          </p>
        )}
      </div>
      {props.charted && (
        <LayerCharts
          title={title}
          answer={answer}
          scales={props.scales}
          show={show}
          open={open}
          hover={hover}
          onSpec={onSpec}
        />
      )}
    </section>
  );
});

function within(head: HeadName | null, { layers, heads }: typeof GUESSED): HeadName | null {
  return head && head.layer < layers && head.head < heads ? head : null;
}

function lateText(words: Words, answer: Answer, model: string, { text, start }: Spec): string | null {
  if (answer.card.id !== model) return words.previousModel;
  return answer.report.text === text && answer.start === start ? null : words.previousText;
}

/** When the reader opens or closes a head in this pane, the focus goes to its map, or back to its button. */
function useFocusOn(open: HeadName | null): {
  section: RefObject<HTMLElement | null>;
  field: RefObject<HTMLDivElement | null>;
  follow: RefObject<boolean>;
} {
  const section = useRef<HTMLElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const follow = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another head is shown
  useEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    if (open) field.current?.focus();
    else section.current?.querySelector<HTMLElement>('.head[tabindex="0"]')?.focus();
  }, [open?.layer, open?.head]);
  return { section, field, follow };
}
