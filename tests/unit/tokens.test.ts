/** Tokenizers: the golden ids, and the law that pieces give the text back. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTokenizer, firstTokens, type Tokenizer } from '#tokens';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const model = '../../models/tokenizer';
const tiny = await createTokenizer(read(`${model}/tokenizer.json`), read(`${model}/tokenizer_config.json`));

/** As Mistral's: a space in front, ▁ for space, bytes for characters that are not in the vocabulary. */
const letters = [...'▁abcdefghijklmnopqrstuvwxyz.,'];
const bytes = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
const merges = [
  ['▁', 'b'],
  ['e', 'e'],
  ['▁b', 'ee'],
  ['▁', '▁'],
];
const tokens = ['<unk>', '<s>', '</s>', ...bytes, ...letters, ...merges.map((pair) => pair.join(''))];
const mistralJson = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: tokens.slice(0, 3).map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'Prepend', prepend: '▁' },
      { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    ],
  },
  pre_tokenizer: null,
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [],
    special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
  },
  decoder: {
    type: 'Sequence',
    decoders: [
      { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
      { type: 'ByteFallback' },
      { type: 'Fuse' },
      { type: 'Strip', content: ' ', start: 1, stop: 0 },
    ],
  },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: '<unk>',
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: true,
    vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    merges,
  },
};
const mistral = await createTokenizer(mistralJson, { tokenizer_class: 'LlamaTokenizer', bos_token: '<s>' });

const unicode = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        ' ',
        '\n',
        '\t',
        '\r',
        'a',
        'é',
        '日',
        '🙂',
        '\ufeff',
        '\0',
        '\u00a0',
        '\ud83d',
        "'",
      ),
    }),
  )
  .filter((text) => !/<\/?s>|<unk>|▁/.test(text));

const utf8 = new TextEncoder();
const bytesOf = (tokenizer: Tokenizer, text: string) =>
  tokenizer.encode(text).flatMap(({ id }) => [...tokenizer.bytes(id)]);
const visible = (tokenizer: Tokenizer, text: string) => tokenizer.encode(text).map((piece) => piece.visible);

describe('the byte-level tokenizer of the tiny models', () => {
  test('gives the golden ids, <s> first', () => {
    const golden = read('../golden/golden.json');
    const text =
      "According to all known laws of aviation, there is no way that a bee should be able to fly. Its wings are too small to get its fat little body off the ground. The bee, of course, flies anyway. Because bees don't care what humans think is impossible.";
    for (const name of ['tiny-softmax', 'tiny-softpick'])
      expect(tiny.encode(text).map(({ id }) => id)).toEqual(golden[name].ids);
  });

  test('leaves <s> out where it is asked to, and only the one that it puts in front itself', () => {
    const text = 'A bee is <s> here';
    const ids = (start: boolean) => tiny.encode(text, start).map(({ id }) => id);
    expect(ids(false)).toEqual(ids(true).slice(1));
    expect(ids(false)).toContain(0);
    expect(tiny.encode('', false)).toEqual([]);
  });

  test('loses nothing: the bytes of the pieces are those of the text', () => {
    fc.assert(
      fc.property(unicode, (text) => {
        expect(bytesOf(tiny, text)).toEqual([...utf8.encode(text)]);
      }),
      { numRuns: 1000 },
    );
  });

  test('shows white space, and characters that are split over pieces byte by byte', () => {
    expect(visible(tiny, ' the\tbee\n')).toEqual(['<s>', '·the', '⇥', 'b', 'ee', '↵']);
    expect(visible(tiny, '日').slice(1).join('')).toBe('<0xE6><0x97><0xA5>');
    expect(visible(tiny, 'a\r').at(-1)).toBe('␍');
  });

  test('has nothing but <s> for an empty text', () => {
    expect(tiny.encode('')).toEqual([{ id: 0, text: '<s>', visible: '<s>', special: true }]);
    expect(tiny.bytes(0)).toHaveLength(0);
  });

  test('names ids that have no token by their number', () => {
    expect(tiny.piece(8192)).toEqual({ id: 8192, text: '<8192>', visible: '<8192>', special: true });
  });

  test('gives every id the same piece alone as in a text', () => {
    for (const piece of tiny.encode('A bee, zoë & 日本.\n')) expect(tiny.piece(piece.id)).toEqual(piece);
  });
});

describe('a tokenizer such as Mistral’s', () => {
  test('puts <s> and a space in front and falls back to bytes', () => {
    expect(visible(mistral, 'bee zé')).toEqual(['<s>', '·bee', '·', 'z', '<0xC3>', '<0xA9>']);
    expect(mistral.encode('bee')[1]).toEqual({
      id: tokens.indexOf('▁bee'),
      text: ' bee',
      visible: '·bee',
      special: false,
    });
  });

  test('loses nothing: the bytes of the pieces are a space and those of the text', () => {
    fc.assert(
      fc.property(
        unicode.filter((text) => text !== ''),
        (text) => {
          expect(bytesOf(mistral, text)).toEqual([...utf8.encode(` ${text}`)]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe.each([
  ['byte-level', tiny],
  ['SentencePiece', mistral],
] as const)('the first tokens of a text, %s', (_, tokenizer) => {
  test('are a beginning of the text with no more tokens than asked for', () => {
    fc.assert(
      fc.property(unicode, fc.integer({ min: 1, max: 12 }), fc.boolean(), (text, most, start) => {
        const beginning = firstTokens(tokenizer, text, most, start);
        expect(text.startsWith(beginning)).toBe(true);
        const whole = tokenizer.encode(text, start);
        expect(tokenizer.encode(beginning, start).length).toBeLessThanOrEqual(most);
        if (whole.length <= most) expect(beginning).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('are as many as asked for where the text is cut alike without its end', () => {
    const text = 'a bee <s> bee, a bee and a bee';
    const whole = tokenizer.encode(text);
    const beginning = firstTokens(tokenizer, text, 9, true);
    expect(tokenizer.encode(beginning)).toEqual(whole.slice(0, 9));
  });
});

describe('what is not a tokenizer', () => {
  test('is refused in words', async () => {
    await expect(createTokenizer({ hello: 1 }, {})).rejects.toThrow(/^tokens: expected a tokenizer\.json/);
    await expect(createTokenizer(null, {})).rejects.toThrow(/^tokens: expected a tokenizer\.json/);
  });

  test('or is of a kind that cannot give a text back', async () => {
    const plain = {
      ...mistralJson,
      normalizer: null,
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    };
    await expect(createTokenizer(plain, {})).rejects.toThrow(
      /^tokens: expected a byte-level or SentencePiece/,
    );
  });
});
