/** The table of rules, and the WGSL that is put together from it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kernelCode, planFor, ruleNamed, rules, workgroupBytes } from '#attention';

const headSizes = Array.from({ length: 29 }, (_, n) => 16 + 4 * n);

test('a rule is found by its name, and an unknown one is refused with the known ones', () => {
  for (const rule of rules) expect(ruleNamed(rule.id)).toBe(rule);
  expect(() => ruleNamed('softmin')).toThrow(
    /^attention: expected a rule \(softmax, softpick, .*softmax-sink\), got "softmin"$/,
  );
});

test('no two rules share a name or an operator', () => {
  expect(new Set(rules.flatMap(({ id, operator }) => [id, operator])).size).toBe(2 * rules.length);
  const names = rules.flatMap(({ implementations }) => implementations);
  expect(new Set(names).size).toBe(names.length);
});

test('the README shows the table of rules, and the files of the rule that it adds, as they are', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const { id, formula, rowSum, origin, slopes } of rules)
    expect(readme).toContain(
      `| \`${id}\` | ${formula.replaceAll('|', '\\|')} | ${rowSum} | ${origin} | ${slopes ? 'yes' : 'no'} |`,
    );
  for (const file of ['softmax-plus-one.ts', 'softmax-plus-one.wgsl']) {
    const lines = readFileSync(`src/attention/rules/${file}`, 'utf8').trimEnd().split('\n');
    expect(readme).toContain(
      `+++ b/src/attention/rules/${file}\n${lines.map((line) => `+${line}\n`).join('')}`,
    );
  }
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('the WGSL of %s', (_, rule) => {
  test('defines the functions that the kernels call', () => {
    expect(rule.code).toContain('fn query_scale(query: u32, s: f32) -> f32');
    expect(rule.code).toContain('fn peak_floor(s: f32) -> f32');
    const slopes = rule.slopes ? ['numerator_slope', 'denominator_slope'] : [];
    for (const name of ['numerator', 'denominator', ...slopes])
      expect(rule.code).toMatch(new RegExp(`fn ${name}\\(x: f32, peak: f32\\) -> f32`));
    expect(rule.code).toContain('fn extra(peak: f32, s: f32) -> f32');
  });

  test('stands as it is in every kernel that weighs', () => {
    const code = kernelCode(rule, 64, planFor(64, 16384, false));
    for (const name of ['rope', 'forward', 'survey', 'picture', 'row', 'column'] as const)
      expect(code[name]).toContain(rule.code);
    expect(code.forward).toContain('const HEAD_SIZE = 64u;');
    for (const name of ['rope', 'forward'] as const)
      expect(code[name].includes('var<storage, read> parameters')).toBe(rule.parameter !== null);
  });
});

describe('the tile of a workgroup', () => {
  test('fits what every WebGPU device has, at every head size', () => {
    for (const size of headSizes)
      for (const software of [false, true])
        expect(workgroupBytes(planFor(size, 16384, software), size)).toBeLessThanOrEqual(16384);
  });

  test('is the largest at every head size where a device has three times that', () => {
    for (const size of headSizes) expect(planFor(size, 49152, false)).toEqual(planFor(16, 49152, false));
  });

  test('is refused where there is less than WebGPU promises', () => {
    expect(() => planFor(128, 8192, false)).toThrow('at least 16384 bytes of workgroup memory, got 8192');
  });
});
