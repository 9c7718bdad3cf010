/**
 * Draws what the operator bench has printed: GPU time against the number of tokens, both axes in powers, with the
 * exponents beside the names. Legible on light and on dark.
 *
 * node tests/bench/plot.mjs <printed lines> <out.svg> [kind, "softpick f32" unless said]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, line, scaleLog } from 'd3';

const [from, into, kind = 'softpick f32'] = process.argv.slice(2);
if (!from || !into) throw new Error('bench: expected <printed lines> <out.svg>, got fewer');

const lines = readFileSync(from, 'utf8')
  .split('\n')
  .filter((each) => each.startsWith('{'))
  .map((each) => JSON.parse(each));
const rows = lines.filter((each) => each.tokens && `${each.rule} ${each.precision}` === kind);
if (rows.length < 2) throw new Error(`bench: expected two lengths of ${kind} in ${from}, got ${rows.length}`);

const cost = (each) => each && (each.gpu ?? each.wall);
const curves = [
  { name: 'naive', words: 'plain kernel', of: (row) => cost(row.naive) },
  { name: 'forward', words: 'forward', of: (row) => cost(row.forward) },
  { name: 'survey', words: 'survey', of: (row) => cost(row.survey) },
  { name: 'picture', words: 'picture', of: (row) => cost(row.picture) },
  { name: 'floor', words: 'device’s ceilings', of: (row) => row.floor },
].map(({ name, words, of }) => {
  const points = rows.map((row) => [row.tokens, of(row)]).filter(([, value]) => value > 0);
  const exponent = lines.find((each) => each.exponent === name && each.kind === kind);
  return { name, words, points, exponent };
});

const [width, height] = [760, 420];
const [left, right, top, bottom] = [64, 566, 40, 368];
const values = curves.flatMap(({ points }) => points.map(([, value]) => value));
const lengths = rows.map(({ tokens }) => tokens);
const x = scaleLog([Math.min(...lengths), Math.max(...lengths)], [left, right]);
const y = scaleLog([Math.min(...values), Math.max(...values)], [bottom, top]).nice();
const draw = line(
  ([tokens]) => x(tokens),
  ([, value]) => y(value),
);
const at = (value) => value.toFixed(1);
const powers = y.ticks().filter((each) => Number.isInteger(Math.round(1e6 * Math.log10(each)) / 1e6));
const plain = format('~g');

/** Names stand beside the ends of their curves, pushed apart where they would touch. */
function placed(ends, apart) {
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  for (let i = 1; i < sorted.length; i += 1) sorted[i].y = Math.max(sorted[i].y, sorted[i - 1].y + apart);
  for (let i = sorted.length - 1, most = bottom; i >= 0; i -= 1, most -= apart)
    sorted[i].y = Math.min(sorted[i].y, most);
  return sorted;
}

const names = placed(
  curves
    .filter(({ points }) => points.length)
    .map(({ name, words, points, exponent }) => ({ name, words, exponent, y: y(points.at(-1)[1]) })),
  34,
);
const slopes = ({ all, upper } = {}) =>
  all ? `T^${all.toFixed(2)}, upper half T^${upper.toFixed(2)}`.replaceAll(/T\^([\d.]+)/g, sup) : '';
const sup = (_, digits) => `T<tspan dy="-4" font-size="9">${digits}</tspan><tspan dy="4">\u200b</tspan>`;

const grid = [
  ...lengths.map((each) => `<path class="grid" d="M${at(x(each))} ${top}V${bottom}"/>`),
  ...powers.map((each) => `<path class="grid" d="M${left} ${at(y(each))}H${right}"/>`),
];
const labels = [
  ...lengths.map((each) => `<text x="${at(x(each))}" y="${bottom + 20}" text-anchor="middle">${each}</text>`),
  ...powers.map(
    (each) => `<text x="${left - 10}" y="${at(y(each) + 4)}" text-anchor="end">${plain(each)}</text>`,
  ),
  `<text x="${(left + right) / 2}" y="${bottom + 42}" text-anchor="middle">tokens T</text>`,
  `<text x="${left - 10}" y="20" text-anchor="end">ms</text>`,
];
const drawn = curves.map(
  ({ name, points }) =>
    `<g class="${name}"><path d="${draw(points) ?? ''}"/>${points
      .map(([tokens, value]) => `<circle cx="${at(x(tokens))}" cy="${at(y(value))}" r="3"/>`)
      .join('')}</g>`,
);
const legend = names.map(
  ({ name, words, exponent, y: height }) =>
    `<g class="${name}"><text class="name" x="${right + 14}" y="${at(height)}">${words}</text><text class="slope" x="${right + 14}" y="${at(height + 14)}">${slopes(exponent)}</text></g>`,
);

writeFileSync(
  into,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="GPU time of 24 layers of 16 heads against the number of tokens">
<style>
text { font: 12px system-ui, sans-serif; fill: #57606a }
.grid { stroke: #d0d7de; stroke-width: 1 }
g path { fill: none; stroke-width: 2; stroke-linejoin: round }
.name { font-weight: 600 }
.slope { font-size: 11px }
.naive path { stroke: #8c959f } .naive circle, .naive .name { fill: #6e7781 }
.forward path { stroke: #bb3263 } .forward circle, .forward .name { fill: #bb3263 }
.survey path { stroke: #7a3fb0 } .survey circle, .survey .name { fill: #7a3fb0 }
.picture path { stroke: #c8641b } .picture circle, .picture .name { fill: #b45309 }
.floor path { stroke: #57606a; stroke-dasharray: 5 4; stroke-width: 1.5 } .floor circle { display: none }
@media (prefers-color-scheme: dark) {
text { fill: #9da7b3 }
.grid { stroke: #30363d }
.naive circle, .naive .name { fill: #8c959f }
.forward path { stroke: #f0719a } .forward circle, .forward .name { fill: #f0719a }
.survey path { stroke: #bc8cff } .survey circle, .survey .name { fill: #bc8cff }
.picture path { stroke: #fb9a58 } .picture circle, .picture .name { fill: #fb9a58 }
.floor path { stroke: #9da7b3 }
}
</style>
${[...grid, ...labels, ...drawn, ...legend].join('\n')}
</svg>
`,
);
