/** The line above the tokens: whose numbers colour them, the token pointed at in words, and the same as a table. */
import { type CSSProperties, memo } from 'react';
import type { Answer } from '#state';
import type { Words } from '#words';
import type { CellFocus } from './cell.ts';
import { rampOf } from './Legend.tsx';
import { meanText, weightText } from './numbers.ts';
import { StripChoice } from './StripChoice.tsx';
import { headLabel } from './say.ts';
import { lossOf } from './strip.ts';
import { TableDialog } from './TableDialog.tsx';
import type { TokenStripProps } from './TokenStrip.tsx';
import { TokenTable } from './TokenTable.tsx';
import type { Paint } from './use-chips.ts';
import { useWords } from './use-words.ts';
import './strip-line.css';

interface StripLineProps extends TokenStripProps {
  readonly cell: CellFocus | null;
  readonly paint: Paint | null;
  /** The token that is pointed at or has the focus. */
  readonly pointed: number | null;
}

export const StripLine = memo(function StripLine(props: StripLineProps) {
  const words = useWords();
  const { answer, answers, own, strip, head, paint, pointed, scene, onOther } = props;
  const { palette, onSpec } = scene;
  const title = answer.card.title;
  const label = strip === 'loss' ? title : head && `${title} ${headLabel(head.layer, head.head)}`;
  return (
    <div className="strip-line">
      {props.first && <StripChoice strip={strip} onSpec={onSpec} />}
      {label && onOther ? (
        <button type="button" className="quiet strip-of" title={words.otherModel} onClick={onOther}>
          {label} <span aria-hidden="true">⇄</span>
        </button>
      ) : (
        label && <span className="strip-of">{label}</span>
      )}
      {strip === 'loss' && paint && (
        <span className="loss-legend">
          0 <i style={{ '--ramp': rampOf(palette) } as CSSProperties} />{' '}
          {words.nats(meanText(words, paint.limit))}
        </span>
      )}
      <p className="strip-said" aria-live={pointed === null ? 'off' : 'polite'}>
        {pointed === null ? restText(words, props) : tokenText(words, props, pointed)}
      </p>
      <TableDialog
        button={words.tokenTable}
        title={words.tokenTableTitle(own ? title : null, answer.pieces.length)}
        disabled={false}
        table={() => <TokenTable pieces={answer.pieces} answers={answers} />}
      />
    </div>
  );
});

/** What can be done, or what the colours are. */
function restText(words: Words, { answer, strip, head, cell }: StripLineProps): string {
  if (strip === 'loss') return words.lossesShown;
  if (!head) return words.openForTokens;
  if (!cell) return words.pointForTokens[strip];
  const token = strip === 'query' ? cell.query : cell.keyed;
  return words.weightsShown[strip](answer.pieces[token].visible, token);
}

function tokenText(words: Words, { answer, answers, strip, paint }: StripLineProps, index: number): string {
  const weight = strip === 'loss' ? null : (paint?.values[index] ?? null);
  const { id, visible } = answer.pieces[index];
  return words.tokenSaid({
    token: visible,
    index,
    id,
    losses: lossesText(words, answers, index),
    weight: weight === null ? null : weightText(words, weight),
  });
}

function lossesText(words: Words, answers: readonly Answer[], index: number): string | null {
  const said = answers.flatMap((answer) => {
    const loss = lossOf(answer, index);
    if (loss === null) return [];
    const value = meanText(words, loss);
    return answers.length > 1 ? words.valueOf(value, answer.card.title) : value;
  });
  return said.length > 0 ? said.join(', ') : null;
}
