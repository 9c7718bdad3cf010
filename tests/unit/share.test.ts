/** The link: laws over every spec and every hash, and how it reads. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flags, headMetrics } from '#metrics';
import {
  defaultSpec,
  MOST_PINS,
  parseFrame,
  parseLink,
  presets,
  printLink,
  type Span,
  type Spec,
} from '#share';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('%', '+', '&', '#', '=', '\n', '\r', ' ', 'a', '2', '0', '.', '\ufeff', '\0'),
  }),
  fc.constantFrom(...presets.map((preset) => preset.text)),
);

const model = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);

const count = fc.nat(9999);
const span = fc.tuple(count, count).map(([a, b]): Span => [Math.min(a, b), Math.max(a, b) + 1]);
const head = fc.record({ layer: count, head: count });
const metric = fc.constantFrom(...headMetrics.map(({ id }) => id));
const bound = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });

const spec: fc.Arbitrary<Spec> = fc.record({
  text,
  start: fc.boolean(),
  panes: fc.array(
    model.map((name) => ({ model: name })),
    { minLength: 1, maxLength: 2 },
  ),
  show: fc.oneof(fc.constant('maps' as const), metric),
  sort: fc.option(fc.record({ metric, rising: fc.boolean() })),
  only: fc.uniqueArray(fc.constantFrom(...flags, 'plain' as const)),
  layers: fc.option(span),
  where: fc.option(
    fc
      .record({ metric, least: fc.option(bound), most: fc.option(bound) })
      .filter(({ least, most }) => least !== null || most !== null),
  ),
  head: fc.option(head),
  pins: fc.uniqueArray(fc.record({ pane: fc.nat(1), layer: count, head: count }), {
    maxLength: MOST_PINS,
    selector: JSON.stringify,
  }),
  minus: fc.oneof(fc.constantFrom('nothing' as const, 'pane' as const), head),
  zoom: fc.option(fc.record({ queries: span, keys: span })),
  cell: fc.option(fc.record({ query: count, keyed: count })),
  scale: fc.constantFrom('linear', 'sqrt', 'log'),
  range: fc.constantFrom('one', 'layer', 'head'),
  palette: fc.constantFrom('warm', 'safe', 'print'),
  strip: fc.constantFrom('query', 'key', 'loss'),
});

const withText = (written: string): Spec => ({ ...defaultSpec, text: written });

describe('a link', () => {
  test('says every spec so that it is read back the same, without a note', () => {
    fc.assert(
      fc.property(spec, (any) => {
        expect(parseLink(`#${printLink(any)}`)).toEqual({ spec: any, notes: [] });
      }),
      { numRuns: 2000 },
    );
  });

  test('stands in an address as it is written', () => {
    fc.assert(
      fc.property(spec, (any) => {
        const link = printLink(any);
        const address = new URL('https://example.org/explorer/?embed=1');
        address.hash = link;
        expect(address.hash).toBe(link ? `#${link}` : '');
        expect(link).not.toMatch(/[\s()"<>]/);
        if (any.text && any.text !== defaultSpec.text) expect(link).toMatch(/[A-Za-z0-9]$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('is never refused: whatever comes, a spec comes out that a link can say', () => {
    const keys = fc.constantFrom(
      ...['text=', 'models=', 'head=', 'scale=', 'range=', 'show=', 'sort=', 'only=', 'layers=', 'where='],
      ...['pins=', 'minus=', 'zoom=', 'cell=', 'palette=', 'strip=', 'start=', '=', '&', '#', '', 'utm='],
    );
    const part = fc.tuple(
      keys,
      fc.oneof(text, fc.string({ unit: fc.constantFrom('%', 'F', 'f', '0', '.', ',', '-') })),
    );
    const hash = fc.array(part).map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(fc.oneof(hash, fc.string({ unit: 'binary' })), (any) => {
        const { spec: read, notes } = parseLink(any);
        expect(parseLink(printLink(read))).toEqual({ spec: read, notes: [] });
        expect(notes.every((note) => note.startsWith('link: expected '))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  test('is empty for the default: the second sample text, softmax beside softpick, both in 8 bits', () => {
    expect(printLink(defaultSpec)).toBe('');
    expect(parseLink('')).toEqual({ spec: defaultSpec, notes: [] });
    expect(parseLink('#')).toEqual({ spec: defaultSpec, notes: [] });
    expect(defaultSpec.text).toMatch(/^According to all known laws of aviation/);
    expect(defaultSpec.panes).toEqual([{ model: 'tiny-softmax-int8' }, { model: 'tiny-softpick-int8' }]);
    const older = parseLink('models=tiny-softmax,tiny-softpick').spec;
    expect(older.panes).toEqual([{ model: 'tiny-softmax' }, { model: 'tiny-softpick' }]);
    expect(printLink(older)).toBe('models=tiny-softmax,tiny-softpick');
  });

  test('stays readable', () => {
    expect(printLink(withText("Hello, bees: don't panic? 1/2 = 50% & more (a+b).\n"))).toBe(
      "text=Hello,+bees:+don't+panic?+1/2+%3D+50%25+%26+more+%28a%2Bb%29.%0A",
    );
    expect(
      printLink({ ...defaultSpec, panes: [{ model: 'a' }], head: { layer: 3, head: 5 }, scale: 'log' }),
    ).toBe('models=a&head=3.5&scale=log');
    expect(
      printLink({
        ...defaultSpec,
        sort: { metric: 'entropy', rising: true },
        only: ['silent', 'plain'],
        layers: [2, 3],
        where: { metric: 'zero', least: 0.2, most: null },
        pins: [
          { pane: 0, layer: 3, head: 5 },
          { pane: 1, layer: 3, head: 5 },
        ],
        zoom: { queries: [0, 32], keys: [4, 5] },
        cell: { query: 12, keyed: 3 },
        start: false,
      }),
    ).toBe(
      'sort=-entropy&only=silent,plain&layers=2&where=zero:from0.2&pins=0:3.5,1:3.5&zoom=0-31,4&cell=12.3&start=0',
    );
  });

  test('ends in a letter or digit, so that mail and chat programs keep it whole', () => {
    expect(printLink(withText('Bees.'))).toBe('text=Bees%2E');
    expect(printLink(withText('Bees '))).toBe('text=Bees%20');
    expect(printLink(withText('1+'))).toBe('text=1%2B');
  });

  test('reads spaces written either way, and characters written as they are', () => {
    for (const written of ['A+b%20c', 'A b c', 'A%20b+c'])
      expect(parseLink(`text=${written}`).spec.text).toBe('A b c');
    expect(parseLink('text=Zoë 日本 🐝').spec.text).toBe('Zoë 日本 🐝');
  });

  test('tells an empty text from an absent one', () => {
    expect(printLink(withText(''))).toBe('text=');
    expect(parseLink('text=').spec.text).toBe('');
    expect(parseLink('scale=log').spec.text).toBe(defaultSpec.text);
  });

  test('has a replacement character for half a surrogate pair', () => {
    expect(parseLink(printLink(withText('a\ud800b\udc00'))).spec.text).toBe('a\ufffdb\ufffd');
  });

  test.each([
    ['models=a,b,c', 'models', 'a,b,c'],
    ['models=', 'models', ''],
    ['models=../secret', 'models', '../secret'],
    ['models=a%2F..%2Fb', 'models', 'a%2F..%2Fb'],
    ['head=3', 'head', '3'],
    ['head=-1.2', 'head', '-1.2'],
    ['head=1e3.0', 'head', '1e3.0'],
    ['scale=cubic', 'scale', 'cubic'],
    ['range=', 'range', ''],
    ['show=nothing', 'show', 'nothing'],
    ['sort=--entropy', 'sort', '--entropy'],
    ['only=sink,sink', 'only', 'sink,sink'],
    ['layers=5-2', 'layers', '5-2'],
    ['where=zero:', 'where', 'zero:'],
    ['where=zero:from-1', 'where', 'zero:from-1'],
    ['pins=2:0.0', 'pins', '2:0.0'],
    ['pins=0:0.0,0:0.1,0:0.2,0:0.3,0:0.4,0:0.5,0:0.6', 'pins', '0:0.0,0:0.1,0:0.2,0:0.3,0:0.4,0:0.5,0:0.6'],
    ['minus=head', 'minus', 'head'],
    ['zoom=0-3', 'zoom', '0-3'],
    ['cell=1', 'cell', '1'],
    ['start=yes', 'start', 'yes'],
  ])('%s falls back to the default, and a note says what was expected and what came', (hash, key, got) => {
    const { spec: read, notes } = parseLink(hash);
    expect(read).toEqual(defaultSpec);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^link: expected .+ as /);
    expect(notes[0].endsWith(`as ${key}, got "${got}"`)).toBe(true);
  });

  test('keeps what it can read when something beside it cannot be read', () => {
    const { spec: read, notes } = parseLink('#scale=log&head=x&txt=hi&text=100%&models=one');
    expect(read).toEqual({ ...defaultSpec, scale: 'log', text: '100%', panes: [{ model: 'one' }] });
    expect(notes).toEqual([
      'link: expected layer and head with a dot between, such as 3.5 as head, got "x"',
      'link: expected models, show, sort, only, layers, where, head, pins, minus, zoom, cell, scale, range, palette, strip, start, text, got "txt"',
      'link: expected escapes such as %20, got "%"; it is taken as it stands',
    ]);
  });
});

test('the sample texts are those of the paper', () => {
  expect(presets.map((preset) => preset.text.split(' ').length)).toEqual([35, 48, 42]);
  expect(new Set(presets.map((preset) => preset.title)).size).toBe(3);
});

describe('the frame', () => {
  test.each([
    ['', { embed: false, theme: 'auto', language: null }],
    ['?embed=1&theme=dark', { embed: true, theme: 'dark', language: null }],
    ['embed', { embed: true, theme: 'auto', language: null }],
    ['?embed=0&theme=light&lang=zh-CN', { embed: false, theme: 'light', language: 'zh-CN' }],
    ['?theme=neon&embed=true&lang=', { embed: true, theme: 'auto', language: null }],
  ])('of "%s"', (search, frame) => {
    expect(parseFrame(search)).toEqual(frame);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => void parseFrame(any)));
  });
});
