import { oneOf } from "@ambit/core";
import type { AmbitOptions } from "@ambit/langchain";
import { withAuthority } from "@ambit/langchain/testing";
import { defaultModel } from "@ambit/policy";
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { noted, type NotedTool } from "../house/tools.ts";

const ORDERS = { resources: ["crm://orders/{args.id}"], args: { id: "object" } };
const TOOLS = { look: { ...READ, ...ORDERS }, change: { ...WRITE, ...ORDERS } };
const LINKS = `
g, user:alice, staff
g, user:bob, guest
g, bot, staff
g3, work, work
g3, play, play
`;
const ALL = "p, ALL, staff, *, *, **, *, *, *, true, allow, none";
const ALICE = { subject: "user:alice", purpose: "work", goal: "go", agent: "bot" } as const;

const perTask = (rules: string, options: Partial<AmbitOptions> & { readonly model?: string } = {}) => {
  const { model = defaultModel, ...more } = options;
  return house({ model, rules: rules + LINKS, tools: TOOLS }, { evaluation: "per-task", ...more });
};

/** Calls `look` for each id in one run, and gives what came of it; with `~` where a decision was used again. */
async function looks(
  { ambit, of }: House,
  ids: readonly string[],
  who: Partial<Parameters<typeof withAuthority>[0]> = {},
): Promise<readonly string[]> {
  const tool = noted("look");
  ambit.tools([tool]);
  const before = of("decision").length;
  await withAuthority({ ...ALICE, ambit, ...who }, async () => {
    for (const id of ids) await caughtReason(tool.invoke({ id }));
  });
  return of("decision")
    .slice(before)
    .map(({ effect, reason, reused }) => `${reason ?? effect}${reused === undefined ? "" : "~"}`);
}

describe("a decision that is used again", () => {
  it("is used again at all, and names the decision on which it rests", async () => {
    const on = await perTask(ALL);
    expect(await looks(on, ["1", "2", "3"])).toEqual(["allow", "allow~", "allow~"]);
    const [first, second] = on.of("decision");
    expect(second?.reused).toBe(first?.decision);
    expect(second?.answers?.map(({ resource }) => resource)).toEqual(["crm://orders/2", "crm://orders/2"]);
  });

  it("is none without the option", async () => {
    expect(await looks(await perTask(ALL, { evaluation: "every-call" }), ["1", "1"])).toEqual([
      "allow",
      "allow",
    ]);
  });

  it("L2: does not carry a condition on arguments to other arguments", async () => {
    const on = await perTask('p, ONE, staff, *, *, **, *, *, *, "args.id == ""1""", allow, none');
    expect(await looks(on, ["1", "2", "1"])).toEqual(["allow", "policy_no_match", "allow"]);
  });

  it("L2: does not miss arguments that a rule reads through eval()", async () => {
    const model = defaultModel
      .replace("when, eft", "rule, eft")
      .replace("when(p.when, r.env, r.args)", "eval(p.rule)");
    const rule = 'p, ONE, staff, *, *, **, *, *, *, "r.args.id == ""1""", allow, none';
    const fixed = 'p, ONE, staff, *, *, **, *, *, *, "r.env.actor == ""bot"" && r.depth < 1", allow, none';
    expect(await looks(await perTask(rule, { model }), ["1", "2"])).toEqual(["allow", "policy_no_match"]);
    expect(await looks(await perTask(fixed, { model }), ["1", "2"])).toEqual(["allow", "allow~"]);
  });

  it("L2: asks a function of the application each time, whatever it says of itself", async () => {
    const model = defaultModel.replace("glob(r.res, p.res)", "mine(r.sub, p.res)");
    let decided = (): number => 0;
    const functions = { mine: { arity: 2, pure: true, call: () => decided() < 2 } } as const;
    const on = await perTask(ALL, { model, functions });
    decided = () => on.of("decision").length;
    expect(await looks(on, ["1", "2", "3"])).toEqual(["allow", "allow", "policy_no_match"]);
  });

  it("L2: does not cross a rule that splits the resources of the tool", async () => {
    const deny = "p, D, staff, *, *, crm://orders/secret, *, *, *, true, deny, none";
    const on = await perTask(`${ALL}\n${deny}`);
    expect(await looks(on, ["1", "secret", "2", "1"])).toEqual(["allow", "policy_denied", "allow", "allow~"]);
    const narrow = await perTask(ALL.replace("**", "crm://orders/1"));
    expect(await looks(narrow, ["1", "2", "1"])).toEqual(["allow", "policy_no_match", "allow~"]);
  });

  it("L2: is not given to a segment that the tool's template cannot mean", async () => {
    const on = await perTask(ALL.replace("**", "crm://orders/*"));
    expect(await looks(on, ["1", "a/b", "a%b", "..", "2"])).toEqual([
      "allow",
      "resource_invalid",
      "allow",
      "resource_invalid",
      "allow~",
    ]);
  });

  it("L2: rises with no other mark, hour or attempt", async () => {
    const rule = (when: string): string => ALL.replace("true", when);
    expect(await looks(await perTask(rule("!env.tainted")), ["1", "2"])).toEqual([
      "allow",
      "policy_no_match",
    ]);
    let hour = 9;
    const clock = (): number => (hour += 1) * 3_600_000;
    const late = await perTask(rule("env.hour < 18"), { clock });
    const answers = await looks(late, ["1", "2", "3"], { ttl: "24h" });
    expect(answers.at(-1)).toBe("policy_no_match");
    expect(answers.filter((answer) => answer.endsWith("~"))).toEqual([]);
  });

  it("L2: belongs to the run, its subject and its roles", async () => {
    const on = await perTask(ALL);
    expect(await looks(on, ["1", "2"])).toEqual(["allow", "allow~"]);
    const bob = { id: "user:bob", roles: ["staff"] };
    expect(await looks(on, ["1", "2"], { subject: bob })).toEqual(["allow", "allow~"]);
    expect(await looks(on, ["1", "2"], { subject: "user:alice", goal: "again" })).toEqual([
      "allow",
      "allow~",
    ]);
    await expect(looks(on, ["1"], { subject: "user:bob" })).rejects.toMatchObject({ reason: "open_denied" });
  });

  it("L2: belongs to the chain of actors, and to the depth", async () => {
    const on = await perTask(ALL.replace("*, *, true", "*, 0..0, true"));
    const tool = noted("look");
    const helper: NotedTool = noted("change", () => tool.invoke({ id: "2" }));
    on.ambit.tools([tool, helper]);
    await withAuthority({ ...ALICE, ambit: on.ambit }, async () => {
      await tool.invoke({ id: "1" });
      const nested = on.ambit.run({ subject: "user:alice", purpose: "work", goal: "go" }, () =>
        tool.invoke({ id: "1" }),
      );
      expect(await caughtReason(nested)).toBe("policy_no_match");
    });
  });

  it("L7: dies with a reload of the policy", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ambit-attack-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const put = (rules: string): void => writeFileSync(join(folder, "rules.csv"), rules + LINKS);
    writeFileSync(join(folder, "model.conf"), defaultModel);
    writeFileSync(join(folder, "tools.yaml"), JSON.stringify(TOOLS));
    put(ALL);
    const on = await perTask(ALL, { policy: folder });
    const tool = noted("look");
    on.ambit.tools([tool]);
    let proceed: () => void = () => {};
    const reloaded = new Promise<void>((resolve) => (proceed = resolve));
    const run = withAuthority({ ...ALICE, ambit: on.ambit }, async () => {
      await tool.invoke({ id: "1" });
      await tool.invoke({ id: "2" });
      await reloaded;
      return caughtReason(tool.invoke({ id: "3" }));
    });
    put(ALL.replace("**", "crm://nothing/**"));
    await on.ambit.reload();
    proceed();
    expect(await run).toBe("policy_no_match");
  });

  it("L7: spares no call the grant, the budget, or the end of the run", async () => {
    const on = await perTask(ALL);
    const allow = [{ tool: "look", args: { id: oneOf(["1", "2", "3"]) } }];
    const request = { allow, budget: { calls: 2 } } as never;
    expect(await looks(on, ["1", "9", "2", "3"], request)).toEqual([
      "allow",
      "constraint_violation",
      "allow~",
      "budget_spent",
    ]);
    const tool = noted("look");
    on.ambit.tools([tool]);
    let late: () => Promise<unknown> = () => Promise.resolve();
    await withAuthority({ ...ALICE, ambit: on.ambit }, async () => {
      await tool.invoke({ id: "1" });
      const here = AsyncLocalStorage.snapshot();
      late = () => here(() => caughtReason(tool.invoke({ id: "2" })));
    });
    expect(await late()).toBe("run_closed");
  });

  it("asks a person for every call that needs one", async () => {
    const approve = vi.fn<NonNullable<AmbitOptions["approve"]>>(({ digest, callId }) =>
      Promise.resolve({ approved: true, digest, ...(callId === undefined ? {} : { callId }) }),
    );
    const on = await perTask(ALL.replace("none", "approve:boss"), { approve });
    expect(await looks(on, ["1", "2"])).toEqual(["allow", "allow~"]);
    expect(approve).toHaveBeenCalledTimes(2);
  });

  it("is of a mode that exists", async () => {
    await expect(perTask(ALL, { evaluation: "once" as never })).rejects.toMatchObject({
      reason: "config_invalid",
    });
  });
});
