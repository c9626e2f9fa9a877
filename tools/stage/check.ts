/** The result of one check: how many things it looked at, and how many tests or gates passed and failed. */
export type Check = {
  readonly name: string;
  readonly looked: number;
  readonly unit: string;
  /** A check that looked at fewer things than this has failed, whatever its tool says. */
  readonly floor: number;
  readonly passed: number;
  readonly failed: number;
  /** What the tool said; shown when the check failed. */
  readonly output: string;
};

/** A named group of checks that run after each other. */
export type Stage = { readonly name: string; readonly run: () => Promise<readonly Check[]> };

type Gate = Omit<Check, "passed" | "failed"> & { readonly ok: boolean };

/** A check that counts as one: it passes when its tool agrees and it looked at enough. */
export function gate({ ok, ...rest }: Gate): Check {
  const held = ok && rest.looked >= rest.floor;
  return { ...rest, passed: held ? 1 : 0, failed: held ? 0 : 1 };
}

/** A check that a tool rejects what it must reject: each expected finding shows up in its report. */
export function canary(name: string, expected: readonly string[], report: string): Check {
  const missing = expected.filter((finding) => !report.includes(finding));
  return gate({
    name: `${name} canary`,
    looked: expected.length - missing.length,
    unit: "findings",
    floor: expected.length,
    ok: missing.length === 0 && expected.length > 0,
    output: missing.length === 0 ? "" : `not found: ${missing.join(", ")}\n${report}`,
  });
}
