/** The tokens as a table: what each is, and how hard each model found it to predict. */
import type { Answer } from '#state';
import { lossOf } from './strip.ts';
import { useWords } from './use-words.ts';

interface TokenTableProps {
  readonly pieces: Answer['pieces'];
  readonly answers: readonly Answer[];
}

export function TokenTable({ pieces, answers }: TokenTableProps) {
  const { columns } = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{columns.index}</th>
          <th scope="col" className="words">
            {columns.token}
          </th>
          <th scope="col">{columns.id}</th>
          {answers.map(({ card, serial }) => (
            <th key={serial} scope="col">
              {columns.loss(card.title)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pieces.map(({ id, visible }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
          <tr key={index}>
            <th scope="row">{index}</th>
            <td className="words">{visible}</td>
            <td>{id}</td>
            {answers.map((answer) => (
              <td key={answer.serial}>{lossOf(answer, index)?.toFixed(4) ?? '–'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
