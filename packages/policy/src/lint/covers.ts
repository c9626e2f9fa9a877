import type { RoleGraph } from "../role/role-graph.ts";
import type { ColumnTest } from "./column-test.ts";
import { patternCovers } from "./pattern-covers.ts";

/** Whether a column with text `wide` holds for every request for which it holds with text `narrow`. */
export function columnCovers(
  test: ColumnTest,
  [wide, narrow]: readonly [string, string],
  roles: ReadonlyMap<string, RoleGraph>,
): boolean {
  if (wide === narrow || test.open.includes(wide)) return true;
  if (test.open.includes(narrow)) return false;
  const { kind } = test;
  if (kind.type === "role") return !kind.domains && roles.get(kind.role)?.has(narrow, wide) === true;
  return kind.type === "pattern" && patternCovers(kind.function, wide, narrow);
}
