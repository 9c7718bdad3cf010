/** A file made here and saved by the browser. */

/** Two spaces an indent, a newline at the end. */
export function downloadJson(name: string, data: unknown): void {
  const blob = new Blob([`${JSON.stringify(data, null, 2)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.json`;
  link.click();
  // The browser reads the blob after the click: an address that is gone too soon gives an empty file in Safari.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
