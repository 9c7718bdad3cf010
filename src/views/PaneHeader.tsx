/** A pane's title line: its model, the rule, where it ran, and what can be taken away from it. */
import { rules } from '#attention';
import type { HeadName } from '#share';
import type { Answer, ProblemKind, Run, RunStatus } from '#state';
import type { Words } from '#words';
import { downloadJson } from './download.ts';
import { type Exported, ExportMenu } from './ExportMenu.tsx';
import { HeadTable } from './HeadTable.tsx';
import { engineText } from './say.ts';
import { useWords } from './use-words.ts';
import './pane-header.css';

interface PaneHeaderProps {
  readonly index: number;
  readonly model: string;
  readonly models: Run['models'];
  readonly status: RunStatus;
  readonly answer: Answer | null;
  /** In the order of the overview. */
  readonly heads: readonly HeadName[];
  /** Why the answer is not the one to the present question; null if it is. */
  readonly late: string | null;
  /** Said while the machine starts again by itself. */
  readonly notice: ProblemKind | null;
  onModel(model: string): void;
  /** All heads as files; called only while there is an answer. */
  exported(): Exported;
}

export function PaneHeader(props: PaneHeaderProps) {
  const words = useWords();
  const { index, model, models, status, answer, late, notice, onModel } = props;
  const card = models.find(({ id }) => id === model);
  const shown = answer?.card ?? card;
  const rule = rules.find(({ id }) => id === shown?.rule);
  return (
    <header className="pane-header">
      <h2 className="model-menu">
        <select
          aria-label={words.models[index] ?? words.models[0]}
          value={model}
          onChange={(event) => onModel(event.currentTarget.value)}
        >
          {!card && <option value={model}>{model}</option>}
          {models.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </h2>
      <div className="pane-actions">
        <HeadTable answer={answer} heads={props.heads} />
        <button
          type="button"
          className="quiet"
          disabled={!answer}
          onClick={() => answer && downloadJson(answer.card.id, answer.report)}
        >
          {words.downloadJson}
        </button>
        <ExportMenu title={words.export.sheet} disabled={!answer} exported={props.exported} />
      </div>
      <div className="pane-about">
        {rule && (
          <p className="formula" title={words.ruleAbout(rule.title, rule.origin, rule.rowSum)}>
            {rule.formula}
            {shown?.gated && words.gated}
          </p>
        )}
        <p className="engine">
          {answer && <span title={tookText(words, answer)}>{engineText(words, answer)}</span>}
          {notice && <span role="status">{words.recovering}</span>}
          {late && <span className="late">{late}</span>}
          {words.status[status] && <span className="late">{words.status[status]}</span>}
        </p>
      </div>
    </header>
  );
}

function tookText(words: Words, { engine, milliseconds }: Answer): string {
  return words.took(engine.note, Math.round(milliseconds));
}
