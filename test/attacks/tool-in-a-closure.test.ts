import { createRequire } from "node:module";
import { RunnableLambda } from "@langchain/core/runnables";
import { StructuredTool } from "@langchain/core/tools";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

const loose = z.looseObject({});
const other = createRequire(import.meta.url)("@langchain/core/tools") as {
  readonly tool: (body: () => string, fields: object) => StructuredTool;
};

class Sub extends StructuredTool {
  readonly name = "shut";
  readonly description = "x";
  readonly schema = loose;
  readonly body: () => string;
  constructor(body: () => string) {
    super();
    this.body = body;
  }
  override _call(): Promise<string> {
    return Promise.resolve(this.body());
  }
}

/** Tools of every make, each of which nobody may call. */
const MAKES: Readonly<Record<string, (body: () => string) => StructuredTool>> = {
  "a tool of `tool()`": (body) => noted("shut", body),
  "a tool of the host's other build": (body) =>
    other.tool(body, { name: "shut", description: "x", schema: loose }),
  "a subclass": (body) => new Sub(body) as unknown as StructuredTool,
  "a runnable made a tool": (body) =>
    RunnableLambda.from(body).asTool({ name: "shut", description: "x", schema: loose }) as never,
};
const WAYS: Readonly<Record<string, (tool: StructuredTool) => Promise<unknown>>> = {
  invoke: (tool) => tool.invoke({}),
  "a call of a model": (tool) => tool.invoke({ name: "shut", args: {}, id: "c1", type: "tool_call" }),
  batch: (tool) => tool.batch([{}]),
  stream: async (tool) => {
    for await (const chunk of await tool.stream({})) void chunk;
  },
  withConfig: (tool) => tool.withConfig({ tags: ["x"] }).invoke({}),
  withRetry: (tool) => tool.withRetry({ stopAfterAttempt: 1 }).invoke({}),
  pipe: (tool) => tool.pipe(RunnableLambda.from(String)).invoke({}),
};
const CASES = Object.entries(MAKES).flatMap(([make, build]) =>
  Object.entries(WAYS).map(([way, call]) => [make, way, build, call] as const),
);

attack(
  {
    wants: "a denied tool that only the closure of a node knows",
    expected: ["policy_no_match", "tool_unsealed"],
    checklist: 8,
  },
  () => {
    it.each(CASES)("L1: %s, by %s, is decided like any other", async (_make, _way, build, call) => {
      let ran = 0;
      const shut = build(() => {
        ran += 1;
        return "ran";
      });
      const { ambit, of } = await house(POLICY);
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("n", async () => {
          await call(shut).catch(() => undefined);
          return {};
        })
        .addEdge("__start__", "n")
        .compile();
      ambit.protect(graph, { agent: "bot" });
      await ambit.run(REQUEST, () => graph.invoke(HELLO));
      expect(ran).toBe(0);
      expect(of("decision").map(({ tool, reason }) => [tool, reason])).toEqual([["shut", "policy_no_match"]]);
    });

    it("L1: runs when the policy lets it, and is decided once", async () => {
      const open = noted("open");
      const { ambit, of } = await house(POLICY);
      await ambit.run(REQUEST, async () => {
        expect(await open.invoke({})).toBe("open ok");
        expect(await open.invoke({})).toBe("open ok");
      });
      expect(of("decision").map(({ tool, effect }) => [tool, effect])).toEqual([
        ["open", "allow"],
        ["open", "allow"],
      ]);
    });

    it("L1: is a tool that lost its name outside of every run, and does not run", async () => {
      const shut = MAKES["a runnable made a tool"]?.(() => "ran").withConfig({ tags: ["x"] });
      const { ambit } = await house(POLICY);
      await ambit.run(REQUEST, async () => {
        await expect(shut?.invoke({})).rejects.toMatchObject({ reason: "tool_unsealed" });
      });
    });

    it("L1: does not run when it cannot be sealed", async () => {
      const { ambit } = await house(POLICY);
      const frozen = Object.freeze(noted("open"));
      await ambit.run(REQUEST, async () => {
        await expect(frozen.invoke({})).rejects.toMatchObject({ reason: "tool_unsealed" });
      });
      expect(frozen.ran).toEqual([]);
    });

    it("runs outside of every run as if there were no Ambit", async () => {
      await house(POLICY);
      expect(await noted("shut").invoke({})).toBe("shut ok");
    });
  },
);
