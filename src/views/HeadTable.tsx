/** The overview's numbers as a table: one row per head. */
import type { Answer } from '#state';
import { factsOf, type HeadFacts } from './facts.ts';
import { percentText } from './numbers.ts';
import { TableDialog } from './TableDialog.tsx';
import { flagText, words } from './words.ts';

export function HeadTable({ answer }: { readonly answer: Answer | null }) {
  return (
    <TableDialog
      button={words.headTable}
      title={answer ? `${answer.card.title}: ${answer.report.T} tokens` : words.headTable}
      disabled={!answer}
      table={() => answer && <Table answer={answer} />}
    />
  );
}

function Table({ answer }: { readonly answer: Answer }) {
  const { layers, heads } = answer.card;
  const rows = Array.from({ length: layers * heads }, (_, index) =>
    factsOf(answer, Math.floor(index / heads), index % heads),
  );
  const first = answer.pieces[0].visible;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col">Head</th>
          <th scope="col" className="words">
            Flags
          </th>
          <th scope="col">Mean weight on {first}</th>
          <th scope="col" className="words">
            Most on token
          </th>
          <th scope="col">Mean weight there</th>
          <th scope="col">Row sum</th>
          <th scope="col">Exact zeros</th>
          <th scope="col">Silent on tokens</th>
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
  return (
    <tr>
      <th scope="row">{facts.layer}</th>
      <td>{facts.head}</td>
      <td className="words">{facts.flags.map((flag) => flagText(flag, facts)).join(', ')}</td>
      <td>{facts.first.toFixed(4)}</td>
      <td className="words">
        {facts.key} {facts.token}
      </td>
      <td>{facts.weight.toFixed(4)}</td>
      <td>{facts.rowSum.toFixed(4)}</td>
      <td>{percentText(facts.zeros)}</td>
      <td>{percentText(facts.silence)}</td>
    </tr>
  );
}
