import { scriptedModel } from "@ambit/testkit/model";
import { createAgent, createMiddleware, toolStrategy } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answers, countedTool, HELLO } from "./support/tools.ts";
import { ALICE, world } from "./support/world.ts";

const declare = (args: Record<string, unknown>) => ({ name: "declare_intent", args });
const REFUND = { purpose: "support/refund", goal: "look" };

describe("the middleware", () => {
  it("wraps model calls, and neither tool calls nor graph nodes", async () => {
    const { ambit } = await world();
    const hooks = Object.keys(ambit.middleware()).filter((key) => /^(before|after|wrap)/u.test(key));
    const present = hooks.filter((key) => Reflect.get(ambit.middleware(), key) !== undefined);
    expect(present).toEqual(["wrapModelCall"]);
  });

  it("step × tool on createAgent: is learned beside the calls of the same turn", async () => {
    const { ambit, of } = await world();
    const model = scriptedModel(
      [{ name: "echo" }, declare({ ...REFUND, tools: ["echo"] }), { name: "inner" }],
      "done",
    );
    const tools = [countedTool("echo"), countedTool("inner")];
    const agent = ambit.protect(createAgent({ model, tools, middleware: [ambit.middleware()] }), {
      agent: "bot",
    });
    const state = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual([
      "echo success: echo ok",
      "declare_intent success: noted",
      expect.stringContaining("inner error: AMBIT-D201"),
    ]);
    expect(of("intent")).toMatchObject([
      { source: "tool", purpose: "support/refund", tools: ["echo"], actor: "bot" },
    ]);
    expect(of("decision").map(({ siblings }) => siblings)).toEqual([2, 2]);
    expect(of("decision").map(({ purpose }) => purpose)).toEqual(["support/refund", "support/refund"]);
  });

  it("keeps the old intent when the declared purpose lies outside, and records the refusal", async () => {
    const { ambit, of } = await world();
    const model = scriptedModel([declare({ purpose: "sales", goal: "sell" }), { name: "echo" }], "done");
    const agent = ambit.protect(
      createAgent({ model, tools: [countedTool("echo")], middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(of("intent")).toMatchObject([{ purpose: "sales", refused: "purpose_outside" }]);
    expect(of("decision")).toMatchObject([{ purpose: "support", effect: "allow" }]);
  });

  it("ties a call to the intent of its own turn, also when two runs of an agent repeat a call id", async () => {
    const { ambit, of } = await world();
    const call = (name: string) => ({ name, id: "same" });
    const narrow = scriptedModel([declare({ ...REFUND, tools: ["echo"] }), call("inner")], "done");
    const wide = scriptedModel([call("echo")], "done");
    const agents = [narrow, wide].map((model) =>
      ambit.protect(
        createAgent({
          model,
          tools: [countedTool("echo"), countedTool("inner")],
          middleware: [ambit.middleware()],
        }),
        { agent: "bot" },
      ),
    );
    await ambit.run(ALICE, () => Promise.all(agents.map((agent) => agent.invoke(HELLO))));
    const judged = of("decision").map(({ tool, purpose, effect }) => `${tool} ${purpose} ${effect}`);
    expect(new Set(judged)).toEqual(new Set(["inner support/refund deny", "echo support allow"]));
  });

  it("meets intent:fresh only by a declaration of the same turn", async () => {
    const { ambit } = await world();
    const model = scriptedModel(
      [declare({ purpose: "support", goal: "g" })],
      [{ name: "fresh" }],
      [declare({ purpose: "support", goal: "g" }), { name: "fresh" }],
      "done",
    );
    const agent = ambit.protect(
      createAgent({ model, tools: [countedTool("fresh")], middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    const state = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual([
      "declare_intent success: noted",
      expect.stringContaining("fresh error: AMBIT-D108"),
      "declare_intent success: noted",
      "fresh success: fresh ok",
    ]);
  });

  it("step × planner on createAgent: is asked in the model's place, which gets no declare_intent", async () => {
    const { ambit, of } = await world();
    const model = scriptedModel([{ name: "echo" }], "done");
    const planner = ({ calls }: { readonly calls: readonly { readonly name: string }[] }) => ({
      ...REFUND,
      tools: calls.map(({ name }) => name),
    });
    const middleware = [ambit.middleware({ planner })];
    const agent = ambit.protect(createAgent({ model, tools: [countedTool("echo")], middleware }), {
      agent: "bot",
    });
    await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(model.offered[0]).toEqual(["echo"]);
    expect(of("intent")).toMatchObject([{ source: "planner", tools: ["echo"] }]);
  });

  it("runs nothing when the planner throws", async () => {
    const { ambit } = await world();
    const planner = (): never => {
      throw new Error("no plan");
    };
    const echo = countedTool("echo");
    const model = scriptedModel([{ name: "echo" }], "done");
    const agent = ambit.protect(
      createAgent({ model, tools: [echo], middleware: [ambit.middleware({ planner })] }),
      {
        agent: "bot",
      },
    );
    await expect(ambit.run(ALICE, () => agent.invoke(HELLO))).rejects.toThrow("no plan");
    expect(echo.ran).toEqual([]);
  });

  it("step × inherited on createAgent: is recorded once for each turn that calls tools", async () => {
    const { ambit, of } = await world();
    const model = scriptedModel([{ name: "echo" }], [{ name: "echo" }], "done");
    const agent = ambit.protect(
      createAgent({ model, tools: [countedTool("echo")], middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(of("intent").map(({ source, purpose }) => [source, purpose])).toEqual([
      ["inherited", "support"],
      ["inherited", "support"],
    ]);
  });

  it("hides what the frame cannot reach, and adds nothing but declare_intent", async () => {
    const { ambit } = await world();
    const model = scriptedModel("done");
    const tools = [countedTool("echo"), countedTool("forbidden"), countedTool("inner")];
    const agent = ambit.protect(createAgent({ model, tools, middleware: [ambit.middleware()] }), {
      agent: "bot",
    });
    await ambit.run({ ...ALICE, allow: [{ tool: "echo" }, { tool: "forbidden" }] }, () =>
      agent.invoke(HELLO),
    );
    expect(model.offered).toEqual([["echo", "declare_intent"]]);
    await agent.invoke(HELLO);
    expect(model.offered[1]).toEqual(["echo", "forbidden", "inner", "declare_intent"]);
  });

  it("seals tools that other middleware adds on the fly", async () => {
    const { ambit } = await world();
    const late = countedTool("forbidden");
    const dynamic = createMiddleware({
      name: "dynamic",
      wrapModelCall: (request, handler) => handler({ ...request, tools: [...request.tools, late] }),
      wrapToolCall: (request, handler) =>
        handler(request.toolCall.name === "forbidden" ? { ...request, tool: late } : request),
    });
    const model = scriptedModel([{ name: "forbidden" }], "done");
    const agent = ambit.protect(
      createAgent({ model, tools: [countedTool("echo")], middleware: [dynamic, ambit.middleware()] }),
      { agent: "bot" },
    );
    const state = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual([expect.stringContaining("AMBIT-D302")]);
    expect(late.ran).toEqual([]);
  });

  it("hands structured output through untouched", async () => {
    const { ambit } = await world();
    const responseFormat = toolStrategy(z.object({ answer: z.number() }));
    const [name = ""] = responseFormat.map((strategy) => strategy.name);
    const model = scriptedModel([{ name, args: { answer: "no number" } }], [{ name, args: { answer: 4 } }]);
    const agent = ambit.protect(
      createAgent({ model, tools: [], responseFormat, middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    const { structuredResponse } = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(structuredResponse).toEqual({ answer: 4 });
  });

  it("ends an agent whose budget of model calls or tokens is spent, and asks its model no more", async () => {
    const { ambit } = await world();
    const turnsFor = async (budget: object, callbacks: object[] = []) => {
      const model = scriptedModel([{ name: "echo" }], [{ name: "echo" }], "done");
      const made = createAgent({ model, tools: [countedTool("echo")], middleware: [ambit.middleware()] });
      const agent = ambit.protect(made, { agent: "bot" });
      const state = await ambit.run({ ...ALICE, budget }, () => agent.invoke(HELLO, { callbacks } as never));
      return [model.offered.length, state.messages.at(-1)?.text];
    };
    const spent = expect.stringMatching(/^AMBIT-D206: /u) as string;
    // 15 tokens a turn, counted once also beside the handler
    expect(await turnsFor({ tokens: 30 })).toEqual([2, spent]);
    expect(await turnsFor({ tokens: 31 })).toEqual([3, "done"]);
    expect(await turnsFor({ tokens: 31 }, [ambit.handler()])).toEqual([3, "done"]);
    expect(await turnsFor({ modelCalls: 1 })).toEqual([1, spent]);
    expect(await turnsFor({ modelCalls: 3 })).toEqual([3, "done"]);
    expect(await turnsFor({ modelCalls: 3 }, [ambit.handler()])).toEqual([3, "done"]);
  });

  it("takes a model call from the budget before it begins: parallel agents make no more than it holds", async () => {
    const { ambit } = await world();
    const models = [scriptedModel("done"), scriptedModel("done"), scriptedModel("done")];
    const agents = models.map((model) =>
      ambit.protect(createAgent({ model, tools: [], middleware: [ambit.middleware()] }), { agent: "bot" }),
    );
    await ambit.run({ ...ALICE, budget: { modelCalls: 2 } }, () =>
      Promise.all(agents.map((agent) => agent.invoke(HELLO))),
    );
    expect(models.flatMap(({ offered }) => offered)).toHaveLength(2);
  });

  it("leaves the counting to the handler where there is no middleware", async () => {
    const { ambit } = await world();
    const bare = ambit.protect(createAgent({ model: scriptedModel("done"), tools: [] }), { agent: "bot" });
    const model = scriptedModel("done");
    const next = ambit.protect(createAgent({ model, tools: [], middleware: [ambit.middleware()] }), {
      agent: "bot",
    });
    await ambit.run({ ...ALICE, budget: { tokens: 10 } }, async () => {
      await bare.invoke(HELLO, { callbacks: [ambit.handler()] });
      await next.invoke(HELLO);
    });
    expect(model.offered).toEqual([]);
  });

  it("refuses unknown options", async () => {
    const { ambit } = await world();
    expect(() => ambit.middleware({ plan: 1 } as never)).toThrow(
      expect.objectContaining({ reason: "config_invalid" }),
    );
  });
});
