import { withAuthority } from "@ambit/langchain/testing";
import { edgeModel } from "@ambit/policy";
import { expect, it } from "vitest";
import { house, READ } from "../house/house.ts";
import { caughtReason } from "../house/caught.ts";
import { noted } from "../house/tools.ts";
import { attack } from "./attack.ts";

attack({ wants: "rules for edges to widen what the task was granted", expected: "tool_not_granted" }, () => {
  it("L2: widens nothing: what the task's ceiling lacks stays refused", async () => {
    const rules =
      "p, P, any, *, *, **, *, *, *, true, allow, none\ng, user:alice, any\ng, bot, any\ng3, work/a, work\np2, E, *, *, *, *, *, **, *, allow";
    const tools = { look: READ, save: READ };
    const { ambit } = await house({ model: edgeModel, rules, tools });
    const [look, save] = [noted("look"), noted("save")];
    ambit.tools([look, save]);
    const request = {
      ambit,
      agent: "bot",
      subject: "user:alice",
      purpose: "work",
      goal: "x",
      allow: [{ tool: "look" }],
    };
    const said = await withAuthority(request, async () => [
      await caughtReason(look.invoke({})),
      await caughtReason(save.invoke({})),
    ]);
    expect(said).toEqual(["ran", "tool_not_granted"]);
    expect(save.ran).toEqual([]);
  });
});
