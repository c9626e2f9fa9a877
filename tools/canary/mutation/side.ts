/** On which side of a limit a number lies; every mutant of it must die. */
export function side(value: number, limit: number): string {
  if (value < limit) return "below";
  return value === limit ? "at" : "above";
}
