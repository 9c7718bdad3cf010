/** One strip of tokens for all models that cut the text alike, or one for each. */
import { useMemo } from 'react';
import type { HeadName, Spec } from '#share';
import type { Answer, PaneRun } from '#state';
import { sameQuestion } from './panes.ts';
import { StripChoice } from './StripChoice.tsx';
import type { Scene } from './scene.ts';
import { TokenStrip } from './TokenStrip.tsx';
import { useLatest } from './use-latest.ts';
import type { ReadRow } from './use-row.ts';

interface TokenStripsProps {
  readonly spec: Spec;
  readonly panes: readonly PaneRun[];
  readonly scene: Scene;
  /** The pane pointed at last. */
  readonly pointed: number;
  /** [T] weights of all queries on one key. */
  readonly readColumn: ReadRow;
  onPointed(pane: number): void;
}

export function TokenStrips(props: TokenStripsProps) {
  const { spec, panes, scene, pointed } = props;
  const { shared, onSpec } = scene;
  const [one = null, other = null] = panes.map(({ answer }) => answer);
  const strips = useMemo(() => stripsOf([one, other], shared, pointed), [one, other, shared, pointed]);
  const showOther = useLatest(() => props.onPointed(1 - strips[0].pane));
  if (strips.length === 0) return <EmptyStrip strip={spec.strip} onSpec={onSpec} />;
  return strips.map(({ pane, answer, answers }, index) => (
    <TokenStrip
      key={shared ? 'all' : pane}
      pane={pane}
      answer={answer}
      answers={answers}
      own={!shared}
      first={index === 0}
      strip={spec.strip}
      head={headOf(answer, spec.head)}
      scene={scene}
      readColumn={props.readColumn}
      onOther={shared && one && other ? showOther : null}
    />
  ));
}

interface StripOf {
  readonly pane: number;
  readonly answer: Answer;
  /** All answers on the same pieces, in the order of their panes. */
  readonly answers: readonly Answer[];
}

function stripsOf(answers: readonly (Answer | null)[], shared: boolean, pointed: number): readonly StripOf[] {
  const given = answers.flatMap((answer, pane) => (answer ? [{ pane, answer }] : []));
  if (!shared) return given.map(({ pane, answer }) => ({ pane, answer, answers: [answer] }));
  const shown = given.find(({ pane }) => pane === pointed) ?? given[0];
  if (!shown) return [];
  const alike = given.map(({ answer }) => answer).filter((answer) => sameQuestion(answer, shown.answer));
  return [{ ...shown, answers: alike }];
}

/** The models may differ in layers and heads. */
function headOf({ card }: Answer, head: HeadName | null): HeadName | null {
  return head && head.layer < card.layers && head.head < card.heads ? head : null;
}

/** As high as the strip will be. */
function EmptyStrip({ strip, onSpec }: Pick<Scene, 'onSpec'> & Pick<Spec, 'strip'>) {
  return (
    <div className="strip">
      <div className="strip-line">
        <StripChoice strip={strip} onSpec={onSpec} />
      </div>
      <div className="token-strip" />
    </div>
  );
}
