import { withAuthority } from "@ambit/langchain/testing";
import { StructuredTool, tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

interface Question {
  readonly ambit: { readonly callId?: string; readonly digest: string };
}

describe("an approval", () => {
  it("L4: is not given by a function in the caller's own options", async () => {
    const { ambit } = await house(POLICY);
    const held = noted("held");
    ambit.tools([held]);
    const asked: Question[] = [];
    const interrupt = (question: Question): unknown => {
      asked.push(question);
      const { callId, digest } = question.ambit;
      return { decisions: [{ type: "approve" }], callId, digest };
    };
    const options = { configurable: { __pregel_checkpointer: {}, thread_id: "1" }, interrupt };
    const call = { name: "held", args: {}, id: "c1", type: "tool_call" } as const;
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => held.invoke(call, options as never)).catch(
      () => {},
    );
    expect(asked).toEqual([]);
    expect(held.ran).toEqual([]);
  });
});

describe("a tool class that answers a call by itself", () => {
  const ways = ["invoke", "call", "batch", "stream", "transform", "streamEvents", "_streamIterator"];

  it.each(ways)("L1: cannot be sealed when it overrides %s", async (way) => {
    const { ambit } = await house(POLICY);
    const ran: string[] = [];
    class Own extends StructuredTool {
      override name = "shut";
      override description = "d";
      override schema = z.object({});
      protected override _call(): Promise<string> {
        return Promise.resolve("called");
      }
    }
    Object.defineProperty(Own.prototype, way, { value: () => ran.push(way) });
    expect(() => ambit.tools([new Own()])).toThrow(
      expect.objectContaining({ reason: "tool_unsealed", facts: { tool: "shut" } }),
    );
    expect(ran).toEqual([]);
  });

  it.each(ways)("L1: nor when one object answers %s", async (way) => {
    const { ambit } = await house(POLICY);
    const shut = Object.assign(noted("shut"), { [way]: () => "ran" });
    expect(() => ambit.tools([shut])).toThrow(expect.objectContaining({ reason: "tool_unsealed" }));
    expect(shut.ran).toEqual([]);
  });

  it("L1: nor when it bears the name of a class of the host", async () => {
    const { ambit } = await house(POLICY);
    const own = {
      Tool: class Tool extends StructuredTool {
        override name = "shut";
        override description = "d";
        override schema = z.object({});
        override invoke(): never {
          return Promise.resolve("ran") as never;
        }
        protected override _call(): Promise<string> {
          return Promise.resolve("called");
        }
      },
    };
    expect(() => ambit.tools([new own.Tool()])).toThrow(expect.objectContaining({ reason: "tool_unsealed" }));
  });
});

describe("a result that is redacted", () => {
  const rules = POLICY.rules.replace("allow, none", "allow, redact:secret");

  it.each([
    ["is not streamed before", { ...POLICY, rules }, []],
    ["is streamed when nothing is redacted", POLICY, [{ secret: "s1" }]],
  ])("L4: %s", async (_name, policy, expected) => {
    const { ambit } = await house(policy);
    const open = tool(
      async function* () {
        yield { secret: "s1" };
        return { secret: "s1" };
      },
      { name: "open", description: "d", schema: z.object({}) },
    );
    ambit.tools([open]);
    const seen: unknown[] = [];
    const callbacks = [{ handleToolEvent: (chunk: unknown) => void seen.push(chunk) }];
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
      open.invoke({}, { callbacks: callbacks as never }),
    );
    expect(seen).toEqual(expected);
  });
});
