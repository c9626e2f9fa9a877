/** What was read in one place, and where that place lies. */
export interface Taint {
  tainted: boolean;
  seen: number;
  readonly above: Taint | undefined;
}

/** A place that begins with what was read around it. */
export function taintIn(above?: Taint): Taint {
  return { tainted: above?.tainted ?? false, seen: above?.seen ?? 0, above };
}

/** What is read in one place is read in all places around it. */
export function reads(
  taint: Taint,
  { trusted, seen }: { readonly trusted: boolean; readonly seen: number },
): void {
  for (let each: Taint | undefined = taint; each !== undefined; each = each.above) {
    each.tainted ||= !trusted;
    each.seen = Math.max(each.seen, seen);
  }
}
