const COMPARATOR = /^(>=|<)(\d+)(?:\.(\d+))?(?:\.(\d+))?$/u;
const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/u;

type Triple = readonly [number, number, number];

/** Whether a version lies in a range of the form `>=1.2.3 <2`, the only one that our manifests use. */
export function satisfies(version: string, range: string): boolean {
  const have = triple(VERSION.exec(version)?.slice(1));
  if (have === undefined) return false;
  return range.split(" ").every((part) => {
    const [, operator, ...digits] = COMPARATOR.exec(part) ?? [];
    const want = triple(digits);
    if (operator === undefined || want === undefined) return false;
    return operator === "<" ? compare(have, want) < 0 : compare(have, want) >= 0;
  });
}

function triple(digits: readonly (string | undefined)[] | undefined): Triple | undefined {
  if (digits === undefined) return undefined;
  return [Number(digits[0] ?? 0), Number(digits[1] ?? 0), Number(digits[2] ?? 0)];
}

function compare(a: Triple, b: Triple): number {
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
