/** The report: every number of one run under its published key. */

export type Flag = 'sink' | 'silent' | 'mostly-silent';

/** Keys and shapes as the golden files of `tests/golden` have them; L layers, H heads. */
export interface Report {
  readonly model: string;
  readonly rule: string;
  readonly text: string;
  readonly ids: readonly number[];
  readonly T: number;
  /** Mean next-token loss in nats; null for a single token. */
  readonly nll: number | null;
  /** Five highest logits after the last token: [id, logit]. */
  readonly top: readonly (readonly [number, number])[];
  /** First eight logits after the last token. */
  readonly logit_last_head: readonly number[];
  readonly col0: readonly (readonly number[])[];
  readonly rowsum: readonly (readonly number[])[];
  readonly zero: readonly (readonly number[])[];
  readonly zero16: readonly (readonly number[])[];
  readonly outmax: readonly (readonly number[])[];
  readonly off: readonly (readonly number[])[];
  readonly hid: readonly { readonly min: number; readonly max: number; readonly q: readonly [number, number, number] }[];
  readonly kurt: number;
  readonly sink02: number;
  readonly sink03: number;
  /** [L][H]: what is flagged, in the order sink, silent, mostly-silent. */
  readonly flags: readonly (readonly (readonly Flag[])[])[];
  /** [L][H]: the key with the largest mean weight, and that weight. */
  readonly strongest: readonly (readonly { readonly key: number; readonly weight: number }[])[];
  /** Key of this report → its unit in words. */
  readonly units: Readonly<Record<string, string>>;
}
