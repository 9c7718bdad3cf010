/** The weights of the query in focus as a table: one row per key that it may see. */
import type { HeadName } from '#share';
import type { Answer } from '#state';
import { weightText } from './numbers.ts';
import { TableDialog } from './TableDialog.tsx';
import { headLabel, words } from './words.ts';

interface RowTableProps {
  readonly pieces: Answer['pieces'];
  readonly query: number | null;
  readonly row: Float32Array | null;
  readonly open: HeadName;
}

export function RowTable({ pieces, query, row, open }: RowTableProps) {
  const ready = query !== null && row !== null;
  const title = ready
    ? `${headLabel(open.layer, open.head)}: weights of query ‘${pieces[query].visible}’ (${query})`
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
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col" className="words">
            Token
          </th>
          <th scope="col">Weight</th>
        </tr>
      </thead>
      <tbody>
        {pieces.map((piece, key) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
          <tr key={key}>
            <th scope="row">{key}</th>
            <td className="words">{piece.visible}</td>
            <td>{weightText(row[key])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
