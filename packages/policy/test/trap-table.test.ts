import { describe, expect, it } from "vitest";

import { lintPolicy, loadPolicy } from "../src/index.ts";
import { stockCasbin } from "./stock-casbin.ts";
import { MATCHER_TRAPS } from "./trap/matcher-traps.ts";
import { PATTERN_TRAPS } from "./trap/pattern-traps.ts";
import { RULE_TRAPS } from "./trap/rule-traps.ts";
import { STATE_TRAPS } from "./trap/state-traps.ts";
import { ALLOW, answer, DENY, model, PLAIN, type Refused, TOOLS, type Trap } from "./trap/trap.ts";

const TRAPS: readonly Trap[] = [...MATCHER_TRAPS, ...RULE_TRAPS, ...PATTERN_TRAPS, ...STATE_TRAPS];

/** Each trap that was reproduced on casbin 5.51.1, and each input of its matching functions. */
const NUMBERS = Array.from({ length: 99 }, (_, at) => at + 1);
const INPUTS = [
  "keyMatch /public/* on /public/../etc/passwd",
  "keyMatch /a/*/secret on /a/zzz/anything",
  "keyMatch2 /files/a.txt on /files/aXtxt",
  "keyMatch2 /secret/* on /secret/a\\nb",
  "keyMatch2 /secret/* on /SECRET/x",
  "keyMatch2 /secret/* on //secret/x",
  "keyMatch2 /secret/* on /%73ecret/x",
  "keyMatch2 /secret/* on /secret",
  "keyMatch2 /users/:id on /users/..",
  "keyMatch2 /users/:id on /users/",
  "regexMatch /admin on x/admin/y",
  "keyMatch5 /foo/bar on /foo/bar?x=/admin",
  "keyMatch5 /foo/bar on /foo/bar#/admin",
  "keyMatch4 /p/{id}/c/{id}/x/{o} on /p/1/c/1/x/9",
  "keyMatch4 /a(b)/{id} on /ab/1",
  "globMatch !/a/c on /a/b",
  "globMatch #/x on #/x",
  "globMatch /a/* on /a/.hidden",
  "globMatch /a/* on /a/b/c",
  "ipMatch evil in 10.0.0.0/8",
  "ipMatch 010.0.0.1 in 10.0.0.1",
  "ipMatch 10.0.0.1 in 10.0.0.0/33",
  "ipMatch ::ffff:10.0.0.1 in 10.0.0.0/8",
];

const nameOf = (trap: Trap): string => `${trap.at.join(", ")}: ${trap.what}`;

/** The traps that are answered in one way, with their names. */
function answered<K extends string>(by: K): (readonly [string, Extract<Trap, Record<K, unknown>>])[] {
  const has = (trap: Trap): trap is Extract<Trap, Record<K, unknown>> => by in trap;
  return TRAPS.filter(has).map((trap) => [nameOf(trap), trap]);
}

/** The traps that stock casbin shows, with what it is asked and says. */
const SHOWN = TRAPS.flatMap((trap) =>
  trap.stock === undefined ? [] : [[nameOf(trap), trap, trap.stock] as const],
);

async function reasons({ model: text, rules }: Pick<Refused, "model" | "rules">, severity: string) {
  const findings = await lintPolicy({ model: text, rules, tools: TOOLS });
  return findings.filter((finding) => finding.severity === severity).map(({ reason }) => reason);
}

describe("traps of casbin", () => {
  it("has an answer to each", () => {
    const found = new Set(TRAPS.flatMap(({ at }) => at));
    expect([...NUMBERS, ...INPUTS].filter((at) => !found.has(at))).toEqual([]);
    expect(found.size).toBe(NUMBERS.length + INPUTS.length);
  });

  it.each(answered("refused"))("refuses %s", async (_name, trap) => {
    expect(await reasons(trap, "fatal")).toContain(trap.refused);
    const { model: text, rules } = trap;
    const loading = loadPolicy({ model: text, rules, tools: TOOLS });
    await expect(loading).rejects.toMatchObject({ name: "PolicyError" });
  });

  it.each(answered("warned"))("loads and warns of %s", async (_name, trap) => {
    expect(await reasons(trap, "fatal")).toEqual([]);
    expect(await reasons(trap, "warning")).toContain(trap.warned);
  });

  it.each(answered("asked"))("decides %s", async (_name, { model: text, rules, options, asked }) => {
    const policy = await loadPolicy({ model: text, rules, tools: TOOLS }, options);
    for (const [request, says] of asked) expect([request, answer(policy, request)]).toEqual([request, says]);
  });

  it.each(answered("absent"))("has nothing for %s", async (_name, { proof }) => {
    await proof();
    expect.hasAssertions();
  });

  it.each(SHOWN)("is real in casbin: %s", async (_name, trap, [values, says]) => {
    const { model: text, rules } = "absent" in trap ? { model: model(PLAIN), rules: PUBLIC } : trap;
    const enforcer = await stockCasbin(text, rules);
    expect(await enforcer.enforce(...values).catch(() => "threw")).toBe(says);
  });

  it("asks no rule text of a request: dollar signs, quotes and code are plain values", async () => {
    const policy = await loadPolicy({ model: model(PLAIN), rules: `${ALLOW}\n${DENY}`, tools: TOOLS });
    for (const sub of ["true) || true || (true", "$'", "constructor", "__proto__", "bot'||'", ""]) {
      expect(answer(policy, { sub })).toBe("policy_no_match");
    }
    expect(answer(policy)).toBe("allow");
    expect(answer(policy, { obj: "/secret/k" })).toBe("policy_denied");
  });

  it("counts them", () => {
    const count = (kind: string): number => TRAPS.filter((trap) => kind in trap).length;
    const kinds = ["refused", "warned", "asked", "open", "absent"].map((kind) => `${count(kind)} ${kind}`);
    console.log(`traps: ${TRAPS.length} entries for ${NUMBERS.length + INPUTS.length}: ${kinds.join(", ")}`);
    expect([count("refused") > 40, count("open")]).toEqual([true, 1]);
  });
});

const PUBLIC = "p, bot, /public/*, read, allow";
