import { defaultModel } from "@ambit/policy";
import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { ALL, perTask, looks } from "./setting/evaluation.ts";

attack({ wants: "a decision about other arguments to be used again", expected: "policy_no_match" }, () => {
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

  it("is of a mode that exists", async () => {
    await expect(perTask(ALL, { evaluation: "once" as never })).rejects.toMatchObject({
      reason: "config_invalid",
    });
  });
});
