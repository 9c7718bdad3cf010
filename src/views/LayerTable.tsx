/** The table behind the small charts: of each layer the mean of every metric, and its largest hidden value. */
import type { Answer } from '#state';
import { type Series, seriesIds } from './layer-series.ts';
import { MetricColumn } from './MetricColumn.tsx';
import { tableText } from './metric-text.ts';
import { TableDialog } from './TableDialog.tsx';
import { useWords } from './use-words.ts';

interface LayerTableProps {
  readonly answer: Answer | null;
  readonly all: readonly Series[] | null;
}

export function LayerTable({ answer, all }: LayerTableProps) {
  const words = useWords();
  return (
    <TableDialog
      button={words.layerTable}
      title={answer ? words.layerTableTitle(answer.card.title, answer.report.T) : words.layerTable}
      disabled={!answer}
      table={() => all && <Table all={all} />}
    />
  );
}

function Table({ all }: { readonly all: readonly Series[] }) {
  const words = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.columns.layer}</th>
          {seriesIds.map((id) => (
            <MetricColumn key={id} id={id} />
          ))}
        </tr>
      </thead>
      <tbody>
        {all[0].means.map((_, layer) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its number
          <tr key={layer}>
            <th scope="row">{layer}</th>
            {all.map(({ id, means }) => (
              <td key={id}>{tableText(means[layer])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
