import { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import { readAgents } from "./read-agents.ts";
import { readFacts } from "./read-facts.ts";
import { readQuery, readTest } from "./read-test.ts";
import { Reading } from "./reading.ts";
import type { Suite } from "./suite.ts";
import { checkSchema } from "./suite-issue.ts";
import { suiteSchema } from "./suite-schema.ts";
import type { WrittenSuite } from "./written-suite.ts";
import { YamlFile } from "./yaml-file.ts";

/** The text of a test file, under the name by which people find it. */
export interface SuiteText {
  readonly file: string;
  readonly text: string;
}

/** Reads a test file against the tools of a manifest; without a suite when a finding is fatal. */
export function readSuite(
  { file, text }: SuiteText,
  tools: readonly string[],
): { readonly suite?: Suite; readonly findings: readonly Finding[] } {
  const findings = new FileFindings(file);
  const yaml = new YamlFile(text);
  const value = yaml.value(findings);
  if (value === undefined || !checkSchema({ schema: suiteSchema, value, path: [] }, yaml, findings)) {
    return { findings: findings.found };
  }
  const suite = toSuite(value as WrittenSuite, file, new Reading(yaml, findings, tools));
  const fatal = findings.found.some(({ severity }) => severity === "fatal");
  return fatal ? { findings: findings.found } : { suite, findings: findings.found };
}

function toSuite(written: WrittenSuite, file: string, reading: Reading): Suite {
  const { suite, clock, tests = [], queries = [] } = written;
  const agents = readAgents(written.agents, reading);
  if (tests.length + queries.length === 0) reading.refuse([], "the file has neither tests nor queries");
  const names = new Set<string>();
  for (const [index, { name }] of tests.entries()) {
    if (names.has(name)) reading.refuse(["tests", index, "name"], `"${name}" stands twice`, { text: name });
    names.add(name);
  }
  return {
    name: suite,
    file,
    agents,
    ...(clock === undefined ? {} : { clock: Date.parse(clock) }),
    defaults: readFacts(written.defaults ?? {}),
    tests: [
      ...tests.flatMap((test, index) =>
        readTest(test, { path: ["tests", index], agents: written.agents, reading }),
      ),
      ...queries.flatMap((query, index) => readQuery(query, ["queries", index], reading)),
    ],
  };
}
