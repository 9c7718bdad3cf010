/** The mutex round everything that ONNX Runtime does. */

import { expect, test } from 'vitest';
import { createTurns } from '#engine';

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('acts never overlap and keep the order in which they were asked', async () => {
  const turns = createTurns();
  const seen: string[] = [];
  const act = (name: string, ms: number) => async () => {
    seen.push(`${name} starts`);
    await rest(ms);
    seen.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all([turns(act('a', 8)), turns(act('b', 0)), turns(act('c', 3))]);
  expect(results).toEqual(['a', 'b', 'c']);
  expect(seen).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
});

test('an act that fails does not hold up the next', async () => {
  const turns = createTurns();
  const failed = turns(() => {
    throw new Error('no');
  });
  const next = turns(() => 'yes');
  await expect(failed).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
