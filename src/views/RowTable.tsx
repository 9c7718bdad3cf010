/** What the bars along the edges say as a table: for the query in focus the keys that it may see, or else all tokens. */
import { memo } from 'react';
import type { HeadName } from '#share';
import type { Answer, Edges } from '#state';
import { differenceText, meanText, weightText } from './numbers.ts';
import { headLabel } from './say.ts';
import { TableDialog } from './TableDialog.tsx';
import { useWords } from './use-words.ts';

interface RowTableProps {
  readonly pieces: Answer['pieces'];
  readonly query: number | null;
  readonly row: Float32Array | null;
  readonly edges: Edges | null;
  /** Of the head that is taken away; null without one. */
  readonly otherRow: Float32Array | null;
  readonly open: HeadName;
}

export const RowTable = memo(function RowTable(props: RowTableProps) {
  const { pieces, query, row, edges, otherRow, open } = props;
  const words = useWords();
  const head = headLabel(open.layer, open.head);
  const button = query === null ? words.sumsTable : words.rowTable;
  const title =
    query === null ? words.sumsTableTitle(head) : words.rowTableTitle(head, pieces[query].visible, query);
  return (
    <TableDialog
      button={button}
      title={title}
      disabled={!edges || (query !== null && !row)}
      table={() =>
        edges && (
          <Table
            pieces={query === null ? pieces : pieces.slice(0, query + 1)}
            row={row}
            edges={edges}
            otherRow={otherRow}
          />
        )
      }
    />
  );
});

interface TableProps {
  readonly pieces: Answer['pieces'];
  readonly row: Float32Array | null;
  readonly edges: Edges;
  readonly otherRow: Float32Array | null;
}

function Table({ pieces, row, edges, otherRow }: TableProps) {
  const words = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{row ? words.columns.key : words.columns.place}</th>
          <th scope="col" className="words">
            {words.columns.token}
          </th>
          {row && <th scope="col">{words.columns.weight}</th>}
          {row && otherRow && (
            <>
              <th scope="col">{words.minus}</th>
              <th scope="col">{words.difference}</th>
            </>
          )}
          <th scope="col">{words.columns.received}</th>
          <th scope="col">{words.columns.ownSum}</th>
        </tr>
      </thead>
      <tbody>
        {pieces.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
          <tr key={index}>
            <th scope="row">{index}</th>
            <td className="words">{piece.visible}</td>
            {row && <td>{weightText(words, row[index])}</td>}
            {row && otherRow && (
              <>
                <td>{weightText(words, otherRow[index])}</td>
                <td>{differenceText(words, row[index] - otherRow[index])}</td>
              </>
            )}
            <td>{weightText(words, edges.columnMeans[index])}</td>
            <td>{meanText(words, edges.rowSums[index])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
