import { canonicalJson } from "@ambit/core";

import { readExpectation } from "./read-expectation.ts";
import { readFacts } from "./read-facts.ts";
import { readMatrix } from "./read-matrix.ts";
import type { Reading } from "./reading.ts";
import type { About, SuiteTest } from "./suite.ts";
import { checkSchema } from "./suite-issue.ts";
import { TEST_SCHEMAS } from "./suite-schema.ts";
import type { WrittenExpect, WrittenQuery, WrittenRow, WrittenSuite, WrittenTest } from "./written-suite.ts";
import type { Path } from "./yaml-file.ts";

interface At {
  readonly path: Path;
  readonly agents: WrittenSuite["agents"];
  readonly reading: Reading;
}

/** Reads one test; nothing, with findings, when it is not valid. */
export function readTest(written: WrittenTest, at: At): readonly SuiteTest[] {
  const { path, reading } = at;
  const kind = kindOf(written);
  if (kind === undefined) {
    reading.refuse(path, `a test has one of ${KINDS.join(", ")}`, {
      text: strangeKey(written),
      known: KINDS,
    });
    return [];
  }
  const checked = { schema: TEST_SCHEMAS[kind], value: written, path };
  if (!checkSchema(checked, reading.yaml, reading.findings)) return [];
  const head = { name: written.name, at: reading.yaml.at([...path, "name"]) };
  const body = READERS[kind](written, at);
  return body === undefined ? [] : [{ ...head, ...body } as SuiteTest];
}

/** Reads a query. */
export function readQuery(
  { who_can: tool, expect, ...facts }: WrittenQuery,
  path: Path,
  reading: Reading,
): readonly SuiteTest[] {
  // of a tool that does not exist nobody can call it, whatever the rules say
  if (!reading.knowsTool([...path, "who_can"], tool)) return [];
  const about = { ...readFacts(facts), tool };
  const at = reading.yaml.at(path);
  return [{ kind: "query", name: queryName(about), at, about, expected: expect }];
}

/** `who can refund {"amount":51} for support/refund` */
function queryName({ tool, res, args, purpose }: About): string {
  const given = args === undefined ? undefined : canonicalJson(args);
  const serving = purpose === undefined ? undefined : `for ${purpose}`;
  return ["who can", tool, res, given, serving].filter((part) => part !== undefined).join(" ");
}

const KINDS = ["matrix", "call", "chain", "never"] as const;

type Kind = (typeof KINDS)[number];

function kindOf(written: WrittenTest): Kind | undefined {
  const [kind, second] = KINDS.filter((key) => written[key] !== undefined);
  return second === undefined ? kind : undefined;
}

function strangeKey(written: WrittenTest): string {
  return Object.keys(written).find((key) => key !== "name" && key !== "expect") ?? "";
}

type Body = Omit<SuiteTest, "name" | "at">;

const READERS: Readonly<Record<Kind, (written: WrittenTest, at: At) => Body | undefined>> = {
  matrix({ matrix, expect }, { path, agents, reading }) {
    if (matrix === undefined) return undefined;
    const known = matrix.agent.every((agent, index) =>
      knowsAgent(agent, [...path, "matrix", "agent", index], { agents, reading }),
    );
    if (!known) return undefined;
    return {
      kind: "cases",
      cases: readMatrix({ matrix, rows: expect as readonly WrittenRow[] }, path, reading),
    } as Body;
  },
  call({ call, expect }, { path, agents, reading }) {
    if (call === undefined || !knowsAgent(call.agent, [...path, "call", "agent"], { agents, reading }))
      return undefined;
    const expected = readExpectation(expect as WrittenExpect, [...path, "expect"], reading);
    return {
      kind: "cases",
      cases: [{ call: readFacts(call), expected, at: reading.yaml.at([...path, "call"]) }],
    } as Body;
  },
  chain({ chain = [], passed_on: passedOn = [] }, { path, agents, reading }) {
    const known = chain.every((agent, index) =>
      knowsAgent(agent, [...path, "chain", index], { agents, reading }),
    );
    const tools = passedOn.map((tool, index) => reading.knowsTool([...path, "passed_on", index], tool));
    const broken = chain.findIndex((agent, index) => index > 0 && agents[agent]?.parent !== chain[index - 1]);
    if (known && broken > 0) {
      const [child, above] = [chain[broken] ?? "", chain[broken - 1] ?? ""];
      reading.refuse([...path, "chain", broken], `"${above}" is not the parent of "${child}"`, {
        text: child,
      });
    }
    return known && broken < 0 && tools.every(Boolean)
      ? ({ kind: "chain", chain, passedOn } as Body)
      : undefined;
  },
  never({ never }, { path, agents, reading }) {
    if (never === undefined || !reading.knowsTool([...path, "never", "tool"], never.tool)) return undefined;
    const { agent = Object.keys(agents), ...about } = never;
    const known = agent.every((name, index) =>
      knowsAgent(name, [...path, "never", "agent", index], { agents, reading }),
    );
    return known ? ({ kind: "never", agents: agent, about: readFacts(about) } as Body) : undefined;
  },
};

function knowsAgent(agent: string, path: Path, { agents, reading }: Omit<At, "path">): boolean {
  return reading.knows(path, agent, { what: "agent in this file", among: Object.keys(agents) });
}
