import { readFileSync } from "node:fs";

import { expect } from "vitest";

import * as policyPackage from "../../src/index.ts";
import { type PolicyOptions, type PolicySnapshot } from "../../src/index.ts";
import { adapterOf, ALLOW, answer, DENY, model, PLAIN, TOOLS, type Trap } from "./trap.ts";

const { lintPolicy, loadPolicy } = policyPackage;
const RULES = `${ALLOW}\n${DENY}`;

const load = async (rules = RULES, options?: PolicyOptions): Promise<PolicySnapshot> =>
  loadPolicy({ model: model(PLAIN), rules, tools: TOOLS }, options);

const hook = (call: () => unknown): PolicyOptions =>
  ({ functions: { notRevoked: { arity: 1, pure: true, call } } }) as unknown as PolicyOptions;
const HOOKED = model(`notRevoked(r.sub) && ${PLAIN}`);

/** Nothing of a snapshot, or of the package, has one of these names. */
function nothingCalled(...names: readonly RegExp[]): () => Promise<void> {
  return async () => {
    const snapshot = await load();
    expect(Object.isFrozen(snapshot)).toBe(true);
    const known = [...Object.keys(policyPackage), ...Object.keys(snapshot)];
    expect(known).toContain("decide");
    for (const name of names) expect(known.filter((one) => name.test(one))).toEqual([]);
  };
}

async function refusesHook(options: PolicyOptions): Promise<void> {
  await expect(load(RULES, options)).rejects.toMatchObject({ reason: "config_invalid" });
}

/** A snapshot is what was read, whatever its source becomes. */
async function staysAsRead(): Promise<void> {
  let rows: readonly (readonly unknown[])[] = [
    ["p", "bot", "/*", "read", "allow"],
    ["p", "bot", "/secret/*", "read", "deny"],
  ];
  const source = { model: model(PLAIN), adapter: adapterOf(() => rows), tools: TOOLS };
  const before = await loadPolicy(source);
  rows = [["p", "mallory", "/*", "read", "allow"]];
  const [one, other] = await Promise.all([loadPolicy(source), loadPolicy(source)]);
  expect(answer(before, { obj: "/secret/k" })).toBe("policy_denied");
  expect(answer(before, { sub: "mallory" })).toBe("policy_no_match");
  for (const after of [one, other]) {
    expect(after.rules).toHaveLength(1);
    expect(answer(after)).toBe("policy_no_match");
  }
}

async function keepsLastGood(): Promise<void> {
  const before = await load();
  const broken = { loadPolicy: async () => Promise.reject(new Error("database down")) };
  const source = { model: model(PLAIN), adapter: broken as never, tools: TOOLS };
  await expect(loadPolicy(source)).rejects.toMatchObject({ reason: "file_missing" });
  expect(answer(before, { obj: "/secret/k" })).toBe("policy_denied");
}

/** State, caches, reloads, watchers and switches: most of them do not exist here. */
export const STATE_TRAPS: readonly Trap[] = [
  {
    at: [37, 38],
    what: "texts are kept forever",
    absent: "only texts of the policy are compiled, each once; nothing takes another matcher",
    proof: nothingCalled(/matcher/iu),
  },
  {
    at: [39, 40, 41, 42],
    what: "a promise is true",
    absent: "an async function is refused, and a promise denies",
    proof: async () => {
      await refusesHook(hook(async () => Promise.resolve(false)));
      const late = hook(() => Promise.resolve(false));
      const policy = await loadPolicy({ model: HOOKED, rules: RULES, tools: TOOLS }, late);
      expect(answer(policy)).toBe("policy_error");
    },
  },
  {
    at: [43],
    what: "a function that waits is called for each rule",
    absent: "decisions are synchronous: what must be waited for is an attribute of the call",
    proof: async () => refusesHook(hook(async () => Promise.resolve(true))),
  },
  {
    at: [44],
    what: "a function throws",
    model: HOOKED,
    rules: RULES,
    options: hook(() => {
      throw new Error("database down");
    }),
    asked: [[{}, "policy_error"]],
  },
  {
    at: [45],
    what: "a function of a taken name is ignored",
    absent: "a taken name is refused",
    proof: async () => refusesHook({ functions: { keyMatch: { arity: 2, pure: true, call: () => false } } }),
  },
  {
    at: [46],
    what: "a switch allows everything",
    absent: "there is no such switch",
    proof: nothingCalled(/enable|enforce/iu),
  },
  {
    at: [47, 48],
    what: "a cache keeps what was revoked",
    absent: "there is no cache of decisions, and a snapshot never changes",
    proof: nothingCalled(/cache/iu),
  },
  {
    at: [49],
    what: "two requests have one key",
    model: model(PLAIN),
    rules: "p, bot, /data/a, x$$read, allow",
    asked: [
      [{ obj: "/data/a", action: "x$$read" }, "allow"],
      [{ obj: "/data/a$$x", action: "read" }, "policy_no_match"],
    ],
  },
  {
    at: [50],
    what: "a lock is not taken by every way to decide",
    absent: "decisions are synchronous and the snapshot is frozen: there is nothing to lock",
    proof: async () => {
      const answered: unknown = answer(await load());
      expect(answered).toBe("allow");
    },
  },
  {
    at: [51, 52, 55, 58],
    what: "decisions see a policy that is half loaded",
    absent: "each load makes a snapshot of its own, links included",
    proof: staysAsRead,
  },
  {
    at: [53],
    what: "a load that fails leaves an empty policy",
    absent: "a load that fails makes no snapshot, and the one before stays",
    proof: keepsLastGood,
  },
  {
    at: [54],
    what: "a rule that throws ends the load, and the denies after it are gone",
    model: model(PLAIN.replace("keyMatch", "regexMatch")),
    rules: "p, bot, ^/, read, allow\np, ops, smile(, read, allow\np, bot, ^/secret, read, deny",
    refused: "condition_invalid",
  },
  {
    at: [56, 57, 64, 65],
    what: "rules move while a decision waits",
    absent: "decisions are synchronous, and rules can be neither added nor removed",
    proof: nothingCalled(/add|remove|update|load(?!Policy$)/iu),
  },
  {
    at: [74],
    what: "a rule that is added is not written",
    absent: "nothing adds rules or writes a policy",
    proof: nothingCalled(/add|save|write/iu),
  },
  {
    at: [82, 83],
    what: "a filtered adapter gives no rules",
    absent: "an adapter is asked for all its rules, and a policy without rules does not load",
    proof: async () => {
      const source = { model: model(PLAIN), adapter: adapterOf(() => []), tools: TOOLS };
      const reasons = (await lintPolicy(source)).map(({ reason }) => reason);
      expect(reasons).toEqual(["policy_empty"]);
    },
  },
  {
    at: [84, 85, 86],
    what: "a watcher fails, or tells too early",
    absent: "there are no watchers: loading again is the application's own act",
    proof: nothingCalled(/watch|notify/iu),
  },
  {
    at: [87],
    what: "a number of an adapter stays a number",
    absent: "a field that is no text is refused",
    proof: async () => {
      const rows = [["p", "bot", 5, "read", "allow"]];
      const source = { model: model(PLAIN), adapter: adapterOf(() => rows), tools: TOOLS };
      await expect(loadPolicy(source)).rejects.toMatchObject({ reason: "file_missing" });
    },
  },
  {
    at: [89],
    what: "a function takes the place of an attribute",
    absent: "the names of attributes are taken",
    proof: async () => refusesHook({ functions: { r_sub: { arity: 0, pure: true, call: () => true } } }),
  },
  {
    at: [91, 92],
    what: "a value of the request chooses the definitions",
    model: model(PLAIN),
    rules: RULES,
    asked: [[{ sub: { rType: "r2", pType: "p2", eType: "e2", mType: "m2" } as never }, "policy_no_match"]],
  },
  {
    at: [95, 96],
    what: "two copies of casbin do not know each other's objects",
    absent: "casbin is a peer dependency, and none of its objects is handed over",
    proof: () => {
      const manifest = new URL("../../package.json", import.meta.url);
      const read = JSON.parse(readFileSync(manifest, "utf8")) as Record<string, Record<string, string>>;
      expect(read["peerDependencies"]).toHaveProperty("casbin");
      expect(read["dependencies"]).not.toHaveProperty("casbin");
    },
  },
  {
    at: [97],
    what: "a scan of all rules starves everything else",
    absent: "an index finds the few rules that a call could meet",
    proof: async () => {
      let asked = 0;
      const rows = Array.from({ length: 5000 }, (_, at) => `p, bot-${at}, /x, read, allow`);
      const source = { model: HOOKED.replace("(r.sub)", "(p.sub)"), rules: rows.join("\n"), tools: TOOLS };
      const policy = await loadPolicy(
        source,
        hook(() => (asked += 1) > 0),
      );
      expect(answer(policy, { sub: "bot-7" })).toBe("allow");
      expect(asked).toBe(1);
    },
  },
];
