import { withFacts } from "../../packages/policy/src/condition/facts.ts";
import type { Chance } from "./chance.ts";
import { CONJUNCTS, EFFECTS, ODD, RESOURCES, WORDS } from "./words.ts";

/** A random policy. */
export interface Sample {
  readonly model: string;
  readonly rules: string;
  /** Whether `g` has domains. */
  readonly domains: boolean;
  /** Whether roles of one decision mean the same as links: not where links order the rules. */
  readonly extends: boolean;
  readonly tokens: readonly string[];
}

const TOKENS = ["sub", "tool", "act", "res", "obj", "intent", "depth", "env", "args", "dom"];
const LINKS = { g2: ["fs.read, fs", "fs.write, fs", "toString, fs"], g3: ["sales/quote, support"] };
/** What Ambit implies and casbin must be told: a purpose is what the path above it is. */
export const IMPLIED: readonly string[] = [
  "g3, support/refund, support",
  "g3, sales/quote, sales",
  "g3, sales/quote/draft, sales/quote",
];

/** A policy from a seed. */
export function sample(chance: Chance): Sample {
  const domains = chance.next() < 0.2;
  const matcher = matcherOf(chance, domains);
  const effect = chance.pick(domains ? EFFECTS.slice(0, 4) : EFFECTS);
  const columns = Object.keys(WORDS).filter((name) => name === "sub" || matcher.includes(`p.${name}`));
  const tokens = TOKENS.toSorted(() => chance.next() - 0.5);
  const model = `[request_definition]
r = ${tokens.join(", ")}
[policy_definition]
p = ${chance.pick(["id, priority", "priority, id"])}, ${columns.join(", ")}, eft
[role_definition]
g = ${domains ? "_, _, _" : "_, _"}
g2 = _, _
g3 = _, _
[policy_effect]
e = ${effect}
[matchers]
m = ${matcher}
`;
  const swapped = model.includes("priority, id");
  const rules = rulesOf(chance, columns, { domains, swapped });
  return { model, rules, domains, extends: !effect.startsWith("subjectPriority"), tokens };
}

function matcherOf(chance: Chance, domains: boolean): string {
  const conjuncts = new Set(Array.from({ length: 1 + chance.below(5) }, () => chance.pick(CONJUNCTS)));
  let matcher = [...conjuncts].join(" && ");
  if (!/p\.sub/u.test(matcher)) matcher += ' && p.sub != "nobody"';
  if (chance.next() < 0.1) matcher += ' || (r.sub == "root" && p.sub != "zz")';
  return domains ? matcher.replaceAll(/\bg\(([^,]*), ([^)]*)\)/gu, "g($1, $2, r.dom)") : matcher;
}

function rulesOf(
  chance: Chance,
  columns: readonly string[],
  { domains, swapped }: { readonly domains: boolean; readonly swapped: boolean },
): string {
  const subs = WORDS["sub"] ?? [];
  const lines: string[] = [];
  const count = 1 + chance.below(chance.next() < 0.5 ? 60 : 14);
  for (let row = 0; row < count; row++) {
    const fields = columns.map((column) => `"${chance.pick(WORDS[column] ?? []).replaceAll('"', '""')}"`);
    const head = swapped ? [chance.below(20), `R${row}`] : [`R${row}`, chance.below(20)];
    lines.push(["p", ...head, ...fields, chance.pick(["allow", "allow", "deny"])].join(", "));
  }
  const named = subs.filter((name) => name !== "");
  for (let row = 0; row < chance.below(12); row++) {
    const domain = domains ? [chance.pick(["d1", "d2", "__proto__"])] : [];
    lines.push(["g", chance.pick(named), chance.pick(named), ...domain].join(", "));
  }
  for (const [ptype, links] of Object.entries(LINKS)) {
    for (const link of chance.some(links, 0.7)) lines.push(`${ptype}, ${link}`);
  }
  return lines.join("\n");
}

/** Request values in the order of a sample's tokens: mostly what fits, sometimes anything. */
export function requestOf(chance: Chance, tokens: readonly string[]): readonly unknown[] {
  const values: Readonly<Record<string, unknown>> = {
    sub: chance.pick(WORDS["sub"] ?? []),
    tool: chance.pick(WORDS["tool"] ?? []),
    act: chance.pick(WORDS["act"] ?? []),
    res: chance.pick(RESOURCES),
    obj: chance.pick(RESOURCES),
    intent: chance.pick(WORDS["intent"] ?? []),
    depth: chance.below(4),
    env: chance.pick([
      { seen: 1, tainted: true },
      { seen: 4, tainted: false },
      {},
      { seen: Number.NaN },
      withFacts({}, { from: ({ value }) => (value === 1 ? "user" : "prose"), contested: () => true }),
      withFacts({ seen: 4 }, { from: () => "own", reasons: () => 2, risk: () => "high" }),
    ]),
    args: chance.pick([{ x: 1 }, { x: 3 }, { x: "1" }, {}, JSON.parse('{"__proto__": 1}')]),
    dom: chance.pick(["d1", "d2", "__proto__"]),
  };
  const odd = chance.next() < 0.15 ? chance.below(tokens.length) : -1;
  return tokens.map((token, slot) => (slot === odd ? chance.pick(ODD) : values[token]));
}
