import { defaultModel, PolicyError } from "@ambit/policy";
import { scriptedModel } from "@ambit/testkit/model";
import { DynamicStructuredTool, tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { world } from "./support/world.ts";

const READ = { action: "read", effect: "read", sensitivity: "public" };

/** A policy whose only condition reads `args.amount` of the tool `pay`. */
async function ambitOf(when = "args.amount <= 100") {
  const rules = `p, R1, staff, pay, *, **, *, *, *, ${when}, allow, none\np, R2, staff, other, *, **, *, *, *, true, allow, none\ng3, support, support`;
  const { ambit } = await world({
    policy: { model: defaultModel, rules, tools: { pay: READ, other: READ } },
  });
  return ambit;
}

const toolOf = (schema: z.ZodObject, name = "pay") => tool(() => "ok", { name, description: name, schema });

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("the schemas of tools", () => {
  const wrong = z.object({ amuont: z.number() });

  it("must have what the policy reads, when an agent is protected", async () => {
    const ambit = await ambitOf();
    const agent = createAgent({ model: scriptedModel("done"), tools: [toolOf(wrong)] });
    const error = thrown(() => ambit.protect(agent, { agent: "bot" }));
    expect(error).toBeInstanceOf(PolicyError);
    expect(error).toMatchObject({ reason: "argument_unknown" });
    expect((error as Error).message).toContain('rules.csv:1:36  "args.amount" is no argument of pay');
    expect((error as Error).message).toContain('did you mean "args.amuont"?');
    expect(thrown(() => ambit.protect(agent, { agent: "bot" }))).toMatchObject({
      reason: "argument_unknown",
    });
  });

  it("must have it when tools are sealed by themselves", async () => {
    const ambit = await ambitOf();
    expect(thrown(() => ambit.tools([toolOf(wrong)]))).toMatchObject({ reason: "argument_unknown" });
    const texts = await ambitOf();
    expect(thrown(() => texts.tools([toolOf(z.object({ amount: z.string() }))]))).toMatchObject({
      reason: "argument_type",
    });
  });

  it("are checked of JSON Schema tools, too", async () => {
    const ambit = await ambitOf();
    const made = new DynamicStructuredTool({
      name: "pay",
      description: "pay",
      schema: { type: "object", properties: { amuont: { type: "number" } } },
      func: () => Promise.resolve("ok"),
    });
    expect(thrown(() => ambit.tools([made]))).toMatchObject({ reason: "argument_unknown" });
  });

  it("hinder nothing when they fit, are open, or belong to tools of which no condition reads", async () => {
    const ambit = await ambitOf();
    const fitting = [toolOf(z.object({ amount: z.number() })), toolOf(wrong, "other")];
    expect(ambit.tools(fitting)).toBe(fitting);
    const open = [toolOf(z.looseObject({ amuont: z.number() }))];
    expect((await ambitOf()).tools(open)).toBe(open);
  });

  it("of two tools with one name say nothing", async () => {
    const ambit = await ambitOf();
    ambit.tools([toolOf(z.object({ amount: z.number() })), toolOf(wrong)]);
    expect(ambit.tools([toolOf(wrong)])).toHaveLength(1);
  });
});
