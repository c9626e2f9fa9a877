import type { SecurityPage } from "./security-page.ts";
import { lawsCited } from "./test-files.ts";
import type { TestFile } from "./test-files.ts";

/** The laws of the product. */
export const LAWS: readonly string[] = Array.from({ length: 10 }, (_, index) => `L${index + 1}`);

/** Where SECURITY.md, the laws and the tests do not agree; empty when they do. */
export function lawProblems(page: SecurityPage, files: readonly TestFile[]): readonly string[] {
  const cited = new Map(files.map((file) => [file.path, new Set(lawsCited(file))]));
  const tested = new Set([...cited.values()].flatMap((laws) => [...laws]));
  const stated = page.laws.map((law) => law.id);
  const whole = page.gaps.filter((gap) => gap.extent === "whole").map((gap) => gap.id);
  return [
    ...LAWS.filter((id) => !stated.includes(id)).map((id) => `${id}: SECURITY.md does not state it`),
    ...stated
      .filter((id, index) => !LAWS.includes(id) || stated.indexOf(id) !== index)
      .map((id) => `${id}: no such law`),
    ...[...tested]
      .filter((id) => !LAWS.includes(id))
      .map((id) => `${id}: a test cites it, there is no such law`),
    ...LAWS.filter((id) => !tested.has(id) && !whole.includes(id)).map((id) => `${id}: no test cites it`),
    ...whole
      .filter((id) => tested.has(id))
      .map((id) => `${id}: tests cite it, so it is not missing as a whole`),
    ...page.gaps
      .filter((gap) => !LAWS.includes(gap.id) || !["whole", "part"].includes(gap.extent))
      .map((gap) => `${gap.id}: a gap is the whole or a part of a law`),
    ...page.laws.flatMap(({ id, test }) => {
      if (test === undefined) return whole.includes(id) ? [] : [`${id}: SECURITY.md names no test`];
      return cited.get(test)?.has(id) === true ? [] : [`${id}: ${test} does not cite it`];
    }),
  ];
}
