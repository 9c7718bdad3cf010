/** The overview's numbers as a table: one row per head that is shown, in the order shown, a column per metric. */
import { headMetrics } from '#metrics';
import type { HeadName } from '#share';
import type { Answer } from '#state';
import { factsOf } from './facts.ts';
import { MetricColumn } from './MetricColumn.tsx';
import { tableText } from './metric-text.ts';
import { flagText } from './say.ts';
import { TableDialog } from './TableDialog.tsx';
import { useWords } from './use-words.ts';

interface HeadTableProps {
  readonly answer: Answer | null;
  readonly heads: readonly HeadName[];
}

export function HeadTable({ answer, heads }: HeadTableProps) {
  const words = useWords();
  return (
    <TableDialog
      button={words.headTable}
      title={answer ? words.headTableTitle(answer.card.title, answer.report.T) : words.headTable}
      disabled={!answer}
      table={() => answer && <Table answer={answer} heads={heads} />}
    />
  );
}

function Table({ answer, heads }: HeadTableProps & { readonly answer: Answer }) {
  const { columns } = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{columns.layer}</th>
          <th scope="col">{columns.head}</th>
          <th scope="col" className="words">
            {columns.flags}
          </th>
          <th scope="col" className="words">
            {columns.mostOn}
          </th>
          {headMetrics.map(({ id }) => (
            <MetricColumn key={id} id={id} />
          ))}
        </tr>
      </thead>
      <tbody>
        {heads.map((name) => (
          <Row key={`${name.layer} ${name.head}`} answer={answer} {...name} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ answer, layer, head }: HeadName & { readonly answer: Answer }) {
  const words = useWords();
  const facts = factsOf(answer, layer, head);
  return (
    <tr>
      <th scope="row">{layer}</th>
      <td>{head}</td>
      <td className="words">{facts.flags.map((flag) => flagText(words, flag, facts)).join(', ')}</td>
      <td className="words">
        {facts.key} {facts.token}
      </td>
      {headMetrics.map((metric) => (
        <td key={metric.id}>{tableText(metric.of(answer.report, layer, head))}</td>
      ))}
    </tr>
  );
}
