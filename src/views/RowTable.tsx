/** The weights of the query in focus as a table: one row per key that it may see. */
import type { HeadName } from '#share';
import type { Answer } from '#state';
import { weightText } from './numbers.ts';
import { headLabel } from './say.ts';
import { TableDialog } from './TableDialog.tsx';
import { useWords } from './use-words.ts';

interface RowTableProps {
  readonly pieces: Answer['pieces'];
  readonly query: number | null;
  readonly row: Float32Array | null;
  readonly open: HeadName;
}

export function RowTable({ pieces, query, row, open }: RowTableProps) {
  const words = useWords();
  const ready = query !== null && row !== null;
  const title = ready
    ? words.rowTableTitle(headLabel(open.layer, open.head), pieces[query].visible, query)
    : words.rowTable;
  return (
    <TableDialog
      button={words.rowTable}
      title={title}
      disabled={!ready}
      table={() => ready && <Table pieces={pieces.slice(0, query + 1)} row={row} />}
    />
  );
}

function Table({ pieces, row }: { readonly pieces: Answer['pieces']; readonly row: Float32Array }) {
  const words = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.columns.key}</th>
          <th scope="col" className="words">
            {words.columns.token}
          </th>
          <th scope="col">{words.columns.weight}</th>
        </tr>
      </thead>
      <tbody>
        {pieces.map((piece, key) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
          <tr key={key}>
            <th scope="row">{key}</th>
            <td className="words">{piece.visible}</td>
            <td>{weightText(words, row[key])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
