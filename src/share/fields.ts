/** The fields of a link: one row each, with what is written for a value and what is read from it. */
import { flags, headMetricNamed, headMetrics } from '#metrics';
import { type Codec, headName, listOf, oneOf, orNone, pairIn, span } from './codecs.ts';
import { escapeText, unescapeText } from './escapes.ts';
import { MOST_PINS, type Pin, type Sort, type Spec, type Where, type Zoom } from './spec.ts';

export interface Field<Value> extends Codec<Value> {
  readonly key: string;
}

const metricIds = headMetrics.map(({ id }) => id);
const metricNames = metricIds.join(', ');

const pin: Codec<Pin> = {
  expected: 'pane, colon, layer, dot and head, such as 1:3.5',
  print: ({ pane, ...head }) => `${pane}:${headName.print(head)}`,
  parse: (written) => {
    const [, pane, head] = unescapeText(written).match(/^([01]):(.*)$/) ?? [];
    const name = head === undefined ? undefined : headName.parse(head);
    return name && { pane: Number(pane), ...name };
  },
};

const zoom: Codec<Zoom> = {
  expected: 'the first and last query and the first and last key, such as 0-31,0-15',
  print: ({ queries, keys }) => `${span.print(queries)},${span.print(keys)}`,
  parse: (written) => {
    const [queries, keys, ...more] = unescapeText(written).split(',').map(span.parse);
    return queries && keys && more.length === 0 ? { queries, keys } : undefined;
  },
};

const sort: Codec<Sort> = {
  expected: `one of ${metricNames}, with a dash before it for the smallest first`,
  print: ({ metric, rising }) => `${rising ? '-' : ''}${metric}`,
  parse: (written) => {
    const [, dash, id] = unescapeText(written).match(/^(-?)(.*)$/s) as RegExpMatchArray;
    const metric = headMetricNamed(id);
    return metric ? { metric: metric.id, rising: dash === '-' } : undefined;
  },
};

/** A number, 0 or above, as JavaScript writes it but for the plus of an exponent, which is a space in a link. */
const NUMBER = '\\d+(?:\\.\\d+)?(?:e-?\\d+)?';
const numeral = (value: number) => String(value).replace('+', '');
const range = new RegExp(`^(\\w+):(?:from(${NUMBER}))?(?:to(${NUMBER}))?$`);

/** Ends in a digit whatever is left open, as a link should. */
const where: Codec<Where> = {
  expected: `one of ${metricNames}, a colon and a range such as from0.2to0.5, from0.2 or to0.5`,
  print: ({ metric, least, most }) =>
    `${metric}:${least === null ? '' : `from${numeral(least)}`}${most === null ? '' : `to${numeral(most)}`}`,
  parse: (written) => {
    const [, id = '', from, to] = unescapeText(written).match(range) ?? [];
    const metric = headMetricNamed(id);
    const [least, most] = [from, to].map((digits) => (digits === undefined ? null : Number(digits)));
    if (!metric || (least ?? most) === null || Math.max(least ?? 0, most ?? 0) > Number.MAX_VALUE)
      return undefined;
    return { metric: metric.id, least, most };
  },
};

/** In the order in which they are written; the text comes last, being the longest. */
export const fields: { readonly [Name in keyof Spec]: Field<Spec[Name]> } = {
  panes: {
    key: 'models',
    expected: 'one or two names of letters, digits, dots, dashes and underscores with a comma between',
    print: (panes) => panes.map(({ model }) => model).join(','),
    parse: (written) => {
      const names = unescapeText(written).split(',');
      const safe = names.every((name) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name));
      return safe && names.length <= 2 ? names.map((model) => ({ model })) : undefined;
    },
  },
  show: { key: 'show', ...oneOf(['maps', ...metricIds]) },
  sort: { key: 'sort', ...orNone(sort) },
  only: { key: 'only', ...listOf(oneOf([...flags, 'plain']), flags.length + 1) },
  layers: { key: 'layers', ...orNone(span) },
  where: { key: 'where', ...orNone(where) },
  head: { key: 'head', ...orNone(headName) },
  pins: { key: 'pins', ...listOf(pin, MOST_PINS) },
  minus: {
    key: 'minus',
    expected: `nothing, pane, or ${headName.expected}`,
    print: (minus) => (typeof minus === 'string' ? minus : headName.print(minus)),
    parse: (written) => oneOf(['nothing', 'pane']).parse(written) ?? headName.parse(written),
  },
  zoom: { key: 'zoom', ...orNone(zoom) },
  cell: {
    key: 'cell',
    expected: 'query and key with a dot between, such as 12.3',
    print: (cell) => (cell ? `${cell.query}.${cell.keyed}` : ''),
    parse: (written) => {
      if (written === '') return null;
      const [query, keyed] = pairIn(written, '.') ?? [];
      return query !== undefined && keyed !== undefined ? { query, keyed } : undefined;
    },
  },
  scale: { key: 'scale', ...oneOf(['linear', 'sqrt', 'log']) },
  range: { key: 'range', ...oneOf(['one', 'layer', 'head']) },
  palette: { key: 'palette', ...oneOf(['warm', 'safe', 'print']) },
  strip: { key: 'strip', ...oneOf(['query', 'key', 'loss']) },
  start: {
    key: 'start',
    expected: '0 or 1',
    print: (start) => (start ? '1' : '0'),
    parse: (written) => ({ '0': false, '1': true })[unescapeText(written)],
  },
  text: {
    key: 'text',
    expected: 'text',
    print: escapeText,
    parse: unescapeText,
  },
};
