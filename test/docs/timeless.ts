/** Terminal output without what differs from run to run: ids, file names, dates, durations and the spaces that they move. */
export function timeless(output: string): string {
  return output
    .replaceAll(/ambit-\d+-\d+\.jsonl/gu, "<file>")
    .replaceAll(/\b[0-9a-f]{8}\b(?:-[0-9a-f-]+)?/gu, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/gu, "<date>")
    .replaceAll(/\b\d+(?:\.\d+)? m?s\b/gu, "<time>")
    .replaceAll(/ {2,}/gu, "  ")
    .trimEnd();
}
