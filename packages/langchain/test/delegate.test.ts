import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { answers, countedTool, HELLO } from "./support/tools.ts";
import { ALICE, type World, world } from "./support/world.ts";

async function team(narrowing: object = {}) {
  const made: World = await world();
  const { ambit } = made;
  const inner = countedTool("inner");
  const helper = createAgent({
    model: scriptedModel([{ name: "inner" }, { name: "echo" }], "helper done"),
    tools: [inner, countedTool("echo")],
    middleware: [ambit.middleware()],
  });
  const ask = ambit.delegate(helper, { to: "helper", name: "ask_helper", description: "d", ...narrowing });
  const lead = ambit.protect(
    createAgent({
      model: scriptedModel([{ name: "ask_helper", args: { task: "look" } }], "lead done"),
      tools: [ask],
      middleware: [ambit.middleware()],
    }),
    { agent: "bot" },
  );
  return { ...made, ask, lead, helper, inner };
}

it("runs the agent under a delegation and answers with its last message", async () => {
  const { ambit, lead, of } = await team();
  const state = await ambit.run(ALICE, () => lead.invoke(HELLO));
  expect(answers(state)).toEqual(["ask_helper success: helper done"]);
  expect(of("edge").map(({ edge, actors }) => [edge, actors])).toContainEqual([
    "delegate",
    ["bot", "helper"],
  ]);
  expect(of("decision").map(({ tool, actors, depth }) => [tool, actors, depth])).toEqual([
    ["ask_helper", ["bot"], 0],
    ["inner", ["bot", "helper"], 1],
    ["echo", ["bot", "helper"], 1],
  ]);
});

it("passes on only the tools that it names", async () => {
  const { ambit, lead, inner, of } = await team({ tools: ["echo"] });
  await ambit.run(ALICE, () => lead.invoke(HELLO));
  expect(inner.ran).toEqual([]);
  expect(of("decision").find(({ tool }) => tool === "inner")).toMatchObject({
    reason: "tool_not_granted",
    refusedBy: { edge: "delegate" },
  });
});

it("is itself a sealed tool, and protects the agent behind it", async () => {
  const { ask, helper } = await team();
  await expect(ask.invoke({ task: "t" })).rejects.toMatchObject({ reason: "no_run" });
  expect((helper as never as { ambit: { coverage(): unknown } }).ambit.coverage()).toMatchObject({
    agent: "helper",
  });
});

it.each([
  ["name", ""],
  ["to", undefined],
  ["toolz", []],
  ["ttl", "soon"],
  ["ttl", 30],
  ["tools", "echo"],
  ["tools", [""]],
  ["resources", [1]],
])("refuses the bad option %s: %j", async (option, value) => {
  await expect(team({ [option]: value })).rejects.toMatchObject({
    reason: "config_invalid",
    facts: { option },
  });
});
