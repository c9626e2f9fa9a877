/** A row of a rules file. */
export function csvRow(ptype: string, fields: readonly string[]): string {
  return [ptype, ...fields].map(field).join(", ");
}

function field(text: string): string {
  return /[",]|^#/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
