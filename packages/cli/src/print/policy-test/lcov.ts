import type { Coverage } from "@ambit/policy";

/** The coverage of the rules as an lcov file: a line per rule, a branch per clause of it. */
export function printLcov({ perRule }: Coverage, rulesFile: string): string {
  const lines = perRule.flatMap(({ rule, hits, clauses }) => {
    const line = /:(\d+)$/u.exec(rule.at ?? "")?.[1];
    if (line === undefined) return [];
    const branches = clauses.map(({ alone }, index) => `BRDA:${line},0,${index},${hits === 0 ? "-" : alone}`);
    return [...branches, `DA:${line},${hits}`];
  });
  return ["TN:", `SF:${rulesFile}`, ...lines, "end_of_record", ""].join("\n");
}
