/** Numbers as a reader sees them: short, and never a rounded 0 or 100 % for what is not exactly that. */
import { format } from 'd3';
import type { Words } from '#words';

const threeDecimals = format('.3f');
const threeDigits = format('.3r');
const twoDecimals = format('.2f');
const twoSignificant = format('.2~r');
const oneDecimal = format('.1f');
const twoDigits = format('.1e');

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** 1.2 × 10⁻⁵ */
function powerOfTen(value: number): string {
  const [digits, exponent] = twoDigits(value).split('e');
  const raised = [...String(Number(exponent))].map((sign) => superscripts[sign]).join('');
  return `${digits} × 10${raised}`;
}

/** A weight from 0 to 1 to three digits; a power of ten where zeros would have to be counted. */
export function weightText(words: Words, weight: number): string {
  if (weight === 0) return words.exactly0;
  if (weight < 0.001) return powerOfTen(weight);
  return weight < 0.1 ? threeDigits(weight) : threeDecimals(weight);
}

/** A mean of weights or a row sum, to two decimals. */
export function meanText(words: Words, mean: number): string {
  if (mean === 0) return '0';
  return mean < 0.005 ? words.below('0.01') : twoDecimals(mean);
}

/** A share from 0 to 1 as a percentage. */
export function percentText(words: Words, share: number): string {
  if (share === 0) return '0 %';
  if (share === 1) return '100 %';
  if (share < 0.0005) return words.below('0.1 %');
  if (share > 0.9995) return words.above('99.9 %');
  return `${oneDecimal(share * 100)} %`;
}

/** Megabytes of 10⁶ bytes, as downloads are given. */
export function megabytesText(bytes: number): string {
  return oneDecimal(bytes / 1e6);
}

/** The end of a scale, to two digits. */
export function limitText(limit: number): string {
  return limit < 0.001 ? powerOfTen(limit) : twoSignificant(limit);
}

/** A difference of two weights, with its sign. */
export function differenceText(words: Words, difference: number): string {
  if (difference === 0) return words.exactly0;
  return `${difference < 0 ? '−' : '+'}${weightText(words, Math.abs(difference))}`;
}
