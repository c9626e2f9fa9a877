import { createRequire } from "node:module";
import type { Ambit } from "@ambit/langchain";
import { withAuthority } from "@ambit/langchain/testing";
import { scriptedModel } from "@ambit/testkit/model";
import { AIMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { DynamicStructuredTool, StructuredTool, type tool } from "@langchain/core/tools";
import { Command, entrypoint, MessagesAnnotation, START, StateGraph, task } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, createMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { calling, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

type Way = (tool: StructuredTool, ambit: Ambit) => unknown;

/** Reaches into what TypeScript hides: an attacker does. */
const member = (tool: object, name: string): ((...args: unknown[]) => unknown) =>
  (Reflect.get(tool, name) as (...args: unknown[]) => unknown).bind(tool);
const prototypeOf = (tool: object): object => Object.getPrototypeOf(tool) as object;
const inNode = (body: () => unknown): unknown =>
  new StateGraph(MessagesAnnotation)
    .addNode("n", async () => {
      await body();
      return {};
    })
    .addEdge(START, "n")
    .compile()
    .invoke(HELLO);
const inAgent = (tool: StructuredTool, middleware: readonly unknown[] = []): unknown =>
  createAgent({
    model: scriptedModel([{ name: tool.name }], "done"),
    tools: [tool],
    middleware: middleware as never,
  }).invoke(HELLO as never);

const WAYS: Readonly<Record<string, Way>> = {
  "an agent": (tool) => inAgent(tool),
  "an agent beside other middleware": (tool) =>
    inAgent(tool, [
      createMiddleware({ name: "other", wrapToolCall: (request, handler) => handler(request) }),
    ]),
  "outer middleware that invokes the tool itself": (tool) =>
    inAgent(tool, [
      createMiddleware({
        name: "outer",
        wrapToolCall: async ({ toolCall }) =>
          (await tool.invoke({ ...toolCall, type: "tool_call" })) as never,
      }),
    ]),
  "a dynamic tool that its middleware runs": (tool) =>
    createAgent({
      model: scriptedModel([{ name: "shut" }], "done"),
      tools: [],
      middleware: [
        createMiddleware({
          name: "dynamic",
          wrapToolCall: async ({ toolCall }) =>
            (await tool.invoke({ ...toolCall, type: "tool_call" })) as never,
        }),
      ],
    }).invoke(HELLO),
  "another tool under an allowed name": (tool) => {
    const swap = createMiddleware({
      name: "swap",
      wrapToolCall: (request, handler) => handler({ ...request, tool }),
    });
    const model = scriptedModel([{ name: "open" }], "done");
    return createAgent({ model, tools: [noted("open")], middleware: [swap] }).invoke(HELLO);
  },
  "a prebuilt ToolNode": (tool) =>
    new StateGraph(MessagesAnnotation)
      .addNode("t", new ToolNode([tool]))
      .addEdge(START, "t")
      .compile()
      .invoke(calling(tool.name)),
  "tool calls that no model made": (tool) =>
    createAgent({ model: scriptedModel("done"), tools: [tool] }).graph.invoke(
      new Command({ goto: "tools", update: calling(tool.name) }) as never,
    ),
  "a call without an id": (tool) =>
    new ToolNode([tool]).invoke({
      messages: [new AIMessage({ content: "", tool_calls: [{ name: tool.name, args: {} }] })],
    }),
  "invoke in a node": (tool) => inNode(() => tool.invoke({})),
  "a task of the functional API": (tool) => {
    const step = task("step", async () => (await tool.invoke({})) as unknown);
    return entrypoint("e", async () => await step()).invoke(1);
  },
  "another tool's body": (tool, ambit) => {
    const [outer] = ambit.tools([noted("outer", () => tool.invoke({}))] as const);
    return outer?.invoke({});
  },
  invoke: (tool) => tool.invoke({}),
  "invoke without callbacks": (tool) => tool.invoke({}, { callbacks: [] }),
  call: (tool) => tool.call({}),
  _call: (tool) => member(tool, "_call")({}),
  func: (tool) => member(tool, "func")({}),
  "lc_kwargs.func": (tool) => member(tool.lc_kwargs, "func")({}),
  batch: (tool) => tool.batch([{}]),
  stream: (tool) => tool.stream({}),
  streamEvents: async (tool) => {
    for await (const _event of tool.streamEvents({}, { version: "v2" })) continue;
  },
  pipe: (tool) => tool.pipe(RunnableLambda.from((value: unknown) => value)).invoke({}),
  "behind another runnable": (tool) =>
    RunnableLambda.from(() => ({}))
      .pipe(tool)
      .invoke({}),
  withConfig: (tool) => tool.withConfig({ tags: ["t"] }).invoke({}),
  withRetry: (tool) => tool.withRetry({ stopAfterAttempt: 1 }).invoke({}),
  withFallbacks: (tool) => tool.withFallbacks([]).invoke({}),
  asTool: (tool) =>
    (tool as never as RunnableLambda<object, string>)
      .asTool({ name: "open", schema: z.looseObject({}) as never })
      .invoke({}),
  "the prototype's call": (tool) =>
    (Reflect.get(prototypeOf(tool), "call") as Way).call(tool, {} as never, {} as never),
  "the prototype's _call": (tool) =>
    (Reflect.get(prototypeOf(tool), "_call") as Way).call(tool, {} as never, undefined as never),
  "a clone with another name": (tool) =>
    (
      Object.assign(Object.create(prototypeOf(tool)) as object, tool, { name: "open" }) as StructuredTool
    ).invoke({}),
  "a rebuild from lc_kwargs": (tool) => new DynamicStructuredTool({ ...tool.lc_kwargs } as never).invoke({}),
  "a rebuild from a spread": (tool) =>
    new DynamicStructuredTool(Object.fromEntries(Object.entries(tool)) as never).invoke({}),
};

/** Lets the way end as it will: only whether the body ran counts. */
async function go(way: Way, tool: StructuredTool, ambit: Ambit): Promise<void> {
  try {
    await way(tool, ambit);
  } catch {
    // a denial that was thrown, or the host's own error about it
  }
}

describe("a tool that the policy denies", () => {
  it.each(Object.entries(WAYS))("L1: does not run by %s", async (_name, way) => {
    const { ambit, of } = await house(POLICY);
    const shut = noted("shut");
    ambit.tools([shut]);
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => go(way, shut, ambit));
    expect(shut.ran).toEqual([]);
    const judged = of("decision").filter(({ tool }) => tool === "shut");
    expect(judged).toMatchObject([{ effect: "deny", reason: "policy_no_match" }]);
  });

  it.each(Object.entries(WAYS))("L1: does not run outside a run by %s", async (_name, way) => {
    const { ambit } = await house(POLICY);
    const shut = noted("shut");
    ambit.tools([shut]);
    await go(way, shut, ambit);
    expect(shut.ran).toEqual([]);
  });

  it.each(Object.entries(WAYS).filter(([name]) => name !== "another tool's body"))(
    "is reached, without a seal, by %s: the way is real",
    async (_name, way) => {
      const { ambit } = await house(POLICY);
      const bare = noted("shut");
      await go(way, bare, ambit);
      expect(bare.ran).toHaveLength(1);
    },
  );
});

describe("what nobody can put back", () => {
  it.each(["func", "_call"])("L1: %s of a sealed tool", async (key) => {
    const { ambit } = await house(POLICY);
    class Own extends StructuredTool {
      override name = "shut";
      override description = "d";
      override schema = z.object({});
      protected override _call(): Promise<string> {
        return Promise.resolve("ran");
      }
    }
    const tool = key === "func" ? noted("shut") : new Own();
    ambit.tools([tool]);
    expect(() => Object.assign(tool, { [key]: () => "ran" })).toThrow(TypeError);
    expect(() => Object.defineProperty(tool, key, { value: () => "ran" })).toThrow(TypeError);
    expect(Reflect.deleteProperty(tool, key)).toBe(false);
  });

  it("L1: a tool of the host's other build is sealed like any", async () => {
    const { ambit } = await house(POLICY);
    const { tool: make } = createRequire(import.meta.url)("@langchain/core/tools") as {
      readonly tool: typeof tool;
    };
    const ran: number[] = [];
    const foreign = make(() => ran.push(1), { name: "shut", description: "d", schema: z.object({}) });
    expect(foreign).not.toBeInstanceOf(StructuredTool);
    ambit.tools([foreign]);
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
      go((made) => inAgent(made), foreign as never, ambit),
    );
    expect(ran).toEqual([]);
  });

  it("is not the class's own method, taken from its prototype: hostile code in the process", async () => {
    const { ambit } = await house(POLICY);
    const ran: string[] = [];
    class Own extends StructuredTool {
      override name = "shut";
      override description = "d";
      override schema = z.object({});
      override _call(): Promise<string> {
        ran.push("body");
        return Promise.resolve("ran");
      }
    }
    const tool = new Own();
    ambit.tools([tool]);
    await Own.prototype._call.call(tool);
    expect(ran).toEqual(["body"]);
  });
});
