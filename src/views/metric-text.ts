/** A head's metric as a reader sees it: whole in a sentence, short in a cell. */
import { format } from 'd3';
import type { HeadMetricId } from '#metrics';
import type { Words } from '#words';
import { meanText, percentText, weightText } from './numbers.ts';

const threeDigits = format('.3~r');
const twoDecimals = format('.2f');
const oneDecimal = format('.1f');
const whole = format('.0f');

/** Shares of something that is counted read best in percent; shares of a row are weights, as everywhere. */
const counted: ReadonlySet<HeadMetricId> = new Set(['zero', 'zero16', 'off']);
const measured: ReadonlySet<HeadMetricId> = new Set(['outmax', 'entropy', 'distance']);

/** With its unit where that is more than a share. */
export function metricText(words: Words, id: HeadMetricId, value: number | null): string {
  if (value === null) return words.undefinedValue;
  const number = numberText(words, id, value);
  return id === 'entropy' || id === 'distance' ? `${number} ${words.headMetrics[id].unit}` : number;
}

export function numberText(words: Words, id: HeadMetricId, value: number): string {
  if (counted.has(id)) return percentText(words, value);
  if (!measured.has(id)) return meanText(words, value);
  return value > 0 && value < 0.001 ? weightText(words, value) : threeDigits(value);
}

/** Five characters at most. */
export function shortText(id: HeadMetricId, value: number | null): string {
  if (value === null) return '–';
  if (counted.has(id)) {
    if (value > 0 && value < 0.005) return '<1 %';
    return value < 1 && value > 0.995 ? '>99 %' : `${whole(100 * value)} %`;
  }
  if (value === 0) return '0';
  if (value < 0.005) return '<0.01';
  if (value < 9.995) return twoDecimals(value);
  return value < 99.95 ? oneDecimal(value) : whole(value);
}

/** A share or a value to four decimals; a dash where there is none. */
export const tableText = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

/** Of a scale's ends and marks: up to three digits, no unit. */
export const markText = (value: number): string => threeDigits(value);
