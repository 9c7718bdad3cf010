/** A file made here and saved by the browser. */

export function downloadFile(name: string, content: Blob | string, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the blob after the click: an address that is gone too soon gives an empty file in Safari.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Two spaces an indent, a newline at the end. */
export function downloadJson(name: string, data: unknown): void {
  downloadFile(`${name}.json`, `${JSON.stringify(data, null, 2)}\n`, 'application/json');
}
