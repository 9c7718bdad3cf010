/** The overview's numbers as a table: one row per head. */
import type { Answer } from '#state';
import { factsOf, type HeadFacts } from './facts.ts';
import { percentText } from './numbers.ts';
import { flagText } from './say.ts';
import { TableDialog } from './TableDialog.tsx';
import { useWords } from './use-words.ts';

export function HeadTable({ answer }: { readonly answer: Answer | null }) {
  const words = useWords();
  return (
    <TableDialog
      button={words.headTable}
      title={answer ? words.headTableTitle(answer.card.title, answer.report.T) : words.headTable}
      disabled={!answer}
      table={() => answer && <Table answer={answer} />}
    />
  );
}

function Table({ answer }: { readonly answer: Answer }) {
  const { columns } = useWords();
  const { layers, heads } = answer.card;
  const rows = Array.from({ length: layers * heads }, (_, index) =>
    factsOf(answer, Math.floor(index / heads), index % heads),
  );
  const first = answer.pieces[0].visible;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{columns.layer}</th>
          <th scope="col">{columns.head}</th>
          <th scope="col" className="words">
            {columns.flags}
          </th>
          <th scope="col">{columns.meanOn(first)}</th>
          <th scope="col" className="words">
            {columns.mostOn}
          </th>
          <th scope="col">{columns.meanThere}</th>
          <th scope="col">{columns.rowSum}</th>
          <th scope="col">{columns.zeros}</th>
          <th scope="col">{columns.silence}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((facts) => (
          <Row key={`${facts.layer} ${facts.head}`} facts={facts} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ facts }: { readonly facts: HeadFacts }) {
  const words = useWords();
  return (
    <tr>
      <th scope="row">{facts.layer}</th>
      <td>{facts.head}</td>
      <td className="words">{facts.flags.map((flag) => flagText(words, flag, facts)).join(', ')}</td>
      <td>{facts.first.toFixed(4)}</td>
      <td className="words">
        {facts.key} {facts.token}
      </td>
      <td>{facts.weight.toFixed(4)}</td>
      <td>{facts.rowSum.toFixed(4)}</td>
      <td>{percentText(words, facts.zeros)}</td>
      <td>{percentText(words, facts.silence)}</td>
    </tr>
  );
}
