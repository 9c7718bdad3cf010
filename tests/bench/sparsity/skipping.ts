/** The product's kernels made to step over tiles of scores without weight: a few lines of theirs replaced. */
import type { KernelName } from '#attention';
import note from './note.wgsl?raw';
import stepOver from './step-over.wgsl?raw';
import weighing from './weighing.wgsl?raw';

type Change = readonly [was: string, is: string];

/** The group of lanes that shares queries leaves the product with the values out; the tile's bit is noted for later. */
const forwardChanges: readonly Change[] = [
  [
    'var carried = fetched_keys(head, 0, thread);',
    `var carried = fetched_keys(head, 0, thread);
  var bits = 0u;
  if (thread == 0) {
    // Zero without it, but where the browser is told not to clear workgroup memory.
    atomicStore(&noted, 0);
  }`,
  ],
  [
    'carried = fetched_keys(head, first_key + KEYS, thread);',
    'carried = fetched_keys(head, first_key + KEYS, thread); var weighs = false;',
  ],
  ['var peak = running[row].peak;', 'var top = peak_floor(s);'],
  [
    'peak = max(peak, partial[own_slot + row * LANES + other].x);',
    'top = max(top, partial[own_slot + row * LANES + other].x);',
  ],
  [
    'running[row] = advanced(',
    `weighs |= may_weigh(top, s);
      let peak = max(running[row].peak, top);
      running[row] = advanced(`,
  ],
  [
    'mix(&mixed, group, lane);',
    `if (weighs) {
      mix(&mixed, group, lane);
    }
    let key_tile_at = first_key / KEYS;
    bits |= select(0u, 1u << (key_tile_at % 32), weighs);
    if (key_tile_at % 32 == 31 || first_key + KEYS >= end) {
      note(head, first_query / QUERIES, key_tile_at / 32, bits, thread);
      bits = 0;
    }`,
  ],
];

/** Tiles without weight are neither loaded nor computed. */
const pictureChanges: readonly Change[] = [
  [
    'load_keys(tile.head, key, thread);',
    `let first_query = next_query(tile.head, max(cell_from.y, key), cell_to.y, key, cell_to.x);
    if (first_query >= cell_to.y) {
      continue;
    }
    load_keys(tile.head, key, thread);`,
  ],
  ['let first_query = max(cell_from.y, key);', 'var following = first_query;'],
  ['query < cell_to.y; query += QUERIES)', 'query < cell_to.y; query = following)'],
  [
    'if (query + QUERIES < cell_to.y) {',
    `following = next_query(tile.head, query + QUERIES, cell_to.y, key, cell_to.x);
      if (following < cell_to.y) {`,
  ],
  ['fetched_queries(tile.head, query + QUERIES, thread)', 'fetched_queries(tile.head, following, thread)'],
];

function changed(kernel: KernelName, code: string, changes: readonly Change[]): string {
  return changes.reduce((text, [was, is]) => {
    const [before, after, ...more] = text.split(was);
    if (after === undefined || more.length > 0)
      throw new Error(
        `bench: expected in ${kernel}, once: ${was}, got it ${more.length ? 'more often' : 'never'}`,
      );
    return before + is + after;
  }, code);
}

/** Both kernels bind the bits of the tiles at 8, where a rule without a parameter of its heads leaves room. */
export function skipping(code: Readonly<Record<KernelName, string>>): Readonly<Record<KernelName, string>> {
  return {
    ...code,
    forward: [changed('forward', code.forward, forwardChanges), weighing, note].join('\n'),
    picture: [changed('picture', code.picture, pictureChanges), weighing, stepOver].join('\n'),
  };
}
