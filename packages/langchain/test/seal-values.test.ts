import type { AmbitDeniedError } from "@ambit/core";
import { scriptedModel } from "@ambit/testkit/model";
import { ToolMessage } from "@langchain/core/messages";
import { DynamicStructuredTool, tool } from "@langchain/core/tools";
import { Command, ParentCommand } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { withAuthority } from "../src/testing.ts";
import { answers, countedTool, HELLO } from "./support/tools.ts";
import { ALICE, world } from "./support/world.ts";

const reasonOf = (error: unknown): string => (error as AmbitDeniedError).reason;
const call = (name: string, args: object = {}) => ({
  type: "tool_call" as const,
  name,
  args: args as never,
  id: "c1",
});

describe("arguments", () => {
  it("are the gate's private copy, equal and mutable", async () => {
    const { ambit } = await world();
    const given = { list: [1, 2] };
    let seen: unknown;
    const jsonTool = new DynamicStructuredTool({
      name: "echo",
      description: "d",
      schema: { type: "object", properties: { list: { type: "array" } } },
      func: (args: { list: number[] }) => {
        seen = args;
        args.list.push(3);
        return Promise.resolve("ok");
      },
    });
    ambit.tools([jsonTool]);
    await withAuthority({ ambit, agent: "bot", ...ALICE }, () => jsonTool.invoke(given as never));
    expect(seen).toEqual({ list: [1, 2, 3] });
    expect(given).toEqual({ list: [1, 2] });
  });

  it("that a transform made a class instance are rebuilt from the raw input", async () => {
    const { ambit } = await world();
    class Money {
      readonly cents: number;
      constructor(cents: number) {
        this.cents = cents;
      }
    }
    const seen: unknown[] = [];
    const pay = tool(
      ({ amount }: { amount: Money }) => {
        seen.push(amount);
        return "paid";
      },
      {
        name: "echo",
        description: "d",
        schema: z.object({ amount: z.number().transform((n) => new Money(n)) }),
      },
    );
    ambit.tools([pay]);
    await withAuthority({ ambit, agent: "bot", ...ALICE }, async () => {
      expect(await pay.invoke(call("echo", { amount: 5 }))).toMatchObject({ content: "paid" });
      const thrown = await pay.invoke({ amount: 5 }).catch((error: unknown) => error);
      expect(reasonOf(thrown)).toBe("args_unstable");
    });
    expect(seen).toEqual([new Money(5)]);
    expect(seen[0]).toBeInstanceOf(Money);
  });

  it("that the schema rejects give the host's own error, and no decision", async () => {
    const { ambit, of } = await world();
    const made = tool(() => "ok", { name: "echo", description: "d", schema: z.object({ n: z.number() }) });
    const plain = await made.invoke({ n: "x" } as never).catch((error: unknown) => error);
    ambit.tools([made]);
    const sealed = await withAuthority({ ambit, agent: "bot", ...ALICE }, () =>
      made.invoke({ n: "x" } as never).catch((error: unknown) => error),
    );
    expect((sealed as Error).message).toBe((plain as Error).message);
    expect(of("decision")).toEqual([]);
  });
});

describe("errors of the tool itself", () => {
  it("reach the model exactly as without Ambit", async () => {
    const failing = () =>
      countedTool("echo", () => {
        throw new Error("disk on fire");
      });
    const model = scriptedModel([{ name: "echo", id: "c1" }], "done");
    const bare = await createAgent({ model, tools: [failing()] }).invoke(HELLO);
    const { ambit, of } = await world();
    const agent = ambit.protect(
      createAgent({ model, tools: [failing()], middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    const guarded = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(guarded)).toEqual(answers(bare));
    expect(answers(bare)).toEqual(["echo error: Error: disk on fire\n Please fix your mistakes."]);
    expect(of("outcome")).toMatchObject([{ status: "error" }]);
  });

  it("are thrown as they are, by identity", async () => {
    const { ambit } = await world();
    const failure = new Error("mine");
    const [echo] = ambit.tools([
      countedTool("echo", () => {
        throw failure;
      }),
    ]);
    const thrown = await withAuthority({ ambit, agent: "bot", ...ALICE }, () =>
      echo.invoke(call("echo")).catch((error: unknown) => error),
    );
    expect(thrown).toBe(failure);
  });

  it("that are a denial inside the body become a clean answer of the outer call", async () => {
    const { ambit, of } = await world();
    const [inner] = ambit.tools([countedTool("forbidden")]);
    const [outer] = ambit.tools([
      countedTool("outer", async () => {
        try {
          return await (inner.invoke({}) as Promise<string>);
        } catch (cause) {
          throw new Error("wrapped", { cause });
        }
      }),
    ]);
    const message = await withAuthority({ ambit, agent: "bot", ...ALICE }, () => outer.invoke(call("outer")));
    expect(message).toMatchObject({ status: "error", tool_call_id: "c1", name: "outer" });
    expect(of("outcome")).toMatchObject([{ status: "error" }]);
  });
});

describe("a tool that gets another tool's config", () => {
  it("is no call of the model: a denial is thrown into the body, and answered once, by the outer tool", async () => {
    const { ambit, of } = await world();
    const [inner] = ambit.tools([countedTool("forbidden")]);
    let thrown: unknown;
    const outer = tool(
      (_args, config) =>
        inner.invoke({}, config).catch((error: unknown) => {
          thrown = error;
          throw error;
        }),
      { name: "outer", description: "d", schema: z.object({}) },
    );
    ambit.tools([outer]);
    const message = await withAuthority({ ambit, agent: "bot", ...ALICE }, () => outer.invoke(call("outer")));
    expect(reasonOf(thrown)).toBe("policy_no_match");
    expect(message).toMatchObject({ status: "error", name: "outer", tool_call_id: "c1" });
    expect(of("decision").map(({ tool: name, callId }) => [name, callId])).toEqual([
      ["outer", "c1"],
      ["forbidden", undefined],
    ]);
  });
});

describe("what the host takes from a tool", () => {
  it.each<[string, unknown]>([
    ["a command", new Command({ goto: "next", graph: Command.PARENT })],
    ["a tool message", new ToolMessage({ content: "own", tool_call_id: "c1" })],
  ])("passes through by identity: %s", async (_name, value) => {
    const { ambit } = await world();
    const [echo] = ambit.tools([countedTool("echo", () => value)]);
    const given = await withAuthority({ ambit, agent: "bot", ...ALICE }, () => echo.invoke(call("echo")));
    expect(given).toBe(value);
  });

  it("passes through with its artifact", async () => {
    const { ambit } = await world();
    const artifact = { big: 1 };
    const made = tool(() => ["text", artifact], {
      name: "echo",
      description: "d",
      schema: z.object({}),
      responseFormat: "content_and_artifact",
    });
    ambit.tools([made]);
    const message = await withAuthority({ ambit, agent: "bot", ...ALICE }, () => made.invoke(call("echo")));
    expect(message).toMatchObject({ content: "text", status: "success" });
    expect((message as ToolMessage).artifact).toBe(artifact);
  });

  it("passes through when thrown to leave the graph, also with a call id", async () => {
    const { ambit, of } = await world();
    const leaving = new ParentCommand(new Command({ goto: "next", graph: Command.PARENT }));
    const [echo] = ambit.tools([
      countedTool("echo", () => {
        throw leaving;
      }),
    ]);
    const thrown = await withAuthority({ ambit, agent: "bot", ...ALICE }, () =>
      echo.invoke(call("echo")).catch((error: unknown) => error),
    );
    expect(thrown).toBe(leaving);
    expect(of("outcome")).toMatchObject([{ status: "ok" }]);
  });
});
