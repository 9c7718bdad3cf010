/** A byte-level tokenizer without merges: `<s>`, `</s>`, one token for each byte, and names to fill the vocabulary. */

/** A byte as GPT-2's vocabulary spells it: printable ones by themselves, the others from U+0100 on. */
const alphabet: readonly string[] = spell();

function spell(): readonly string[] {
  const itself = (byte: number) => /[!-~¡-¬®-ÿ]/.test(String.fromCharCode(byte));
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(itself(byte) ? byte : next++));
}

const special = (content: string, id: number) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});

/** `tokenizer.json` of that many tokens, at least 258. */
export function tokenizerOf(vocabulary: number): Readonly<Record<string, unknown>> {
  const used = ['<s>', '</s>', ...alphabet];
  const tokens = Array.from({ length: vocabulary }, (_, id) => used[id] ?? `<unused${id}>`);
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const start = { SpecialToken: { id: '<s>', type_id: 0 } };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special('<s>', 0), special('</s>', 1)],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: {
      type: 'TemplateProcessing',
      single: [start, text],
      pair: [start, text, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: { '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] } },
    },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: [],
    },
  };
}

/** `tokenizer_config.json`. */
export function tokenizerConfig(longest: number): Readonly<Record<string, unknown>> {
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: '<s>',
    eos_token: '</s>',
    model_max_length: longest,
    clean_up_tokenization_spaces: false,
    add_bos_token: true,
  };
}
