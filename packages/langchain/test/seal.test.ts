import { AmbitDeniedError } from "@ambit/core";
import { scriptedModel } from "@ambit/testkit/model";
import { ToolMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { DynamicStructuredTool, StructuredTool, tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { describe, expect, it, vi } from "vitest";
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

describe("the seal of a tool", () => {
  it("replaces func in place: enumerable, read-only, also in lc_kwargs", async () => {
    const { ambit } = await world();
    const echo = countedTool("echo");
    const original = Reflect.get(echo, "func");
    const [same] = ambit.tools([echo]);
    expect(same).toBe(echo);
    const property = Object.getOwnPropertyDescriptor(echo, "func");
    expect(property).toMatchObject({ enumerable: true, writable: false, configurable: false });
    expect(property?.value).not.toBe(original);
    expect(Reflect.get(echo.lc_kwargs, "func")).toBe(property?.value);
  });

  it("runs an allowed call and records decision and outcome", async () => {
    const { ambit, of } = await world();
    const [echo] = ambit.tools([countedTool("echo", ({ x }) => `got ${String(x)}`)]);
    const given = await withAuthority({ ambit, agent: "bot", ...ALICE }, () => echo.invoke({ x: 1 }));
    expect(given).toBe("got 1");
    expect(of("decision")).toMatchObject([
      { tool: "echo", effect: "allow", stage: "execute", actors: ["bot"] },
    ]);
    expect(of("outcome")).toMatchObject([{ status: "ok" }]);
  });

  it("throws AmbitDeniedError without a call id, and answers an error message with one", async () => {
    const { ambit } = await world();
    const [forbidden] = ambit.tools([countedTool("forbidden")]);
    await withAuthority({ ambit, agent: "bot", ...ALICE }, async () => {
      const thrown = await forbidden.invoke({}).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(AmbitDeniedError);
      expect(reasonOf(thrown)).toBe("policy_no_match");
      const message = (await forbidden.invoke(call("forbidden"))) as ToolMessage;
      expect(ToolMessage.isInstance(message)).toBe(true);
      expect(message).toMatchObject({ status: "error", name: "forbidden", tool_call_id: "c1" });
      expect(message.text).toMatch(/^AMBIT-D302: /u);
    });
    expect(forbidden.ran).toEqual([]);
  });

  it("answers a tuple for content_and_artifact", async () => {
    const { ambit } = await world();
    const made = tool(() => ["text", { big: 1 }], {
      name: "forbidden",
      description: "d",
      schema: z.object({}),
      responseFormat: "content_and_artifact",
    });
    ambit.tools([made]);
    const message = await withAuthority({ ambit, agent: "bot", ...ALICE }, () =>
      made.invoke(call("forbidden")),
    );
    expect(message).toMatchObject({ status: "error", tool_call_id: "c1" });
  });

  it("denies no_run outside a run and says what to do", async () => {
    const { ambit } = await world();
    const [echo] = ambit.tools([countedTool("echo")]);
    const thrown = await echo.invoke({}).catch((error: unknown) => error);
    expect(reasonOf(thrown)).toBe("no_run");
    expect((thrown as Error).message).toContain("ambit.run(request, fn)");
    expect(echo.ran).toEqual([]);
  });

  it("warns once of a tool that another instance has sealed: the ledger at work knows nothing of it", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const [first, second] = [await world(), await world()];
    const [inner] = first.ambit.tools([countedTool("inner")]);
    const call = () => withAuthority({ ambit: second.ambit, agent: "bot", ...ALICE }, () => inner.invoke({}));
    for (let i = 0; i < 2; i++)
      expect(reasonOf(await call().catch((error: unknown) => error))).toBe("frame_foreign");
    expect(second.of("decision")).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining("another Ambit instance than the one of the run (tool inner"),
      { type: "AmbitWarning", code: "AMBIT-D109" },
    );
    warn.mockRestore();
  });

  it("judges a clone, a rebuild and a spread exactly once, and again sealed still once", async () => {
    const { ambit, of } = await world();
    const [echo] = ambit.tools([countedTool("echo")]);
    const fields = Object.fromEntries(Object.entries(echo)) as never;
    const copies: StructuredTool[] = [
      Object.assign(Object.create(Object.getPrototypeOf(echo) as object), echo, {
        description: "z",
      }) as StructuredTool,
      new DynamicStructuredTool(fields),
      new DynamicStructuredTool(echo.lc_kwargs as never),
    ];
    for (const copy of copies) {
      ambit.tools([copy]);
      const before = of("decision").length;
      await withAuthority({ ambit, agent: "bot", ...ALICE }, () => copy.invoke({}));
      expect(of("decision").length - before).toBe(1);
    }
    expect(echo.ran).toHaveLength(3);
  });

  it("decides under the name at sealing, whatever a clone calls itself", async () => {
    const { ambit } = await world();
    const [forbidden] = ambit.tools([countedTool("forbidden")]);
    const renamed = Object.assign(Object.create(Object.getPrototypeOf(forbidden) as object), forbidden, {
      name: "echo",
    });
    await withAuthority({ ambit, agent: "bot", ...ALICE }, async () => {
      const thrown = await (renamed as StructuredTool).invoke({}).catch((error: unknown) => error);
      expect(reasonOf(thrown)).toBe("policy_no_match");
    });
  });

  it("seals _call of a subclass, and refuses a tool whose own invoke or call may go round it", async () => {
    const { ambit } = await world();
    const ran: string[] = [];
    class Own extends StructuredTool {
      override name = "forbidden";
      override description = "d";
      override schema = z.object({});
      protected override _call(): Promise<string> {
        ran.push("body");
        return Promise.resolve("ok");
      }
    }
    class Round extends Own {
      override invoke(): Promise<never> {
        ran.push("round");
        return Promise.resolve("ok" as never);
      }
    }
    const [own] = ambit.tools([new Own()]);
    await withAuthority({ ambit, agent: "bot", ...ALICE }, async () => {
      expect(reasonOf(await own.invoke({}).catch((error: unknown) => error))).toBe("policy_no_match");
      const direct = Reflect.get(own, "_call") as (args: object) => Promise<unknown>;
      expect(reasonOf(await direct.call(own, {}).catch((error: unknown) => error))).toBe("policy_no_match");
    });
    expect(() => ambit.tools([new Round()])).toThrow(expect.objectContaining({ reason: "tool_unsealed" }));
    expect(ran).toEqual([]);
  });

  it("seals _call of a subclass that keeps a runnable under the name bound", async () => {
    const { ambit } = await world();
    const ran: string[] = [];
    class Bound extends StructuredTool {
      override name = "forbidden";
      override description = "d";
      override schema = z.object({});
      readonly bound = RunnableLambda.from(() => "inner");
      protected override _call(): Promise<string> {
        ran.push("body");
        return Promise.resolve("ok");
      }
    }
    const [bound] = ambit.tools([new Bound()]);
    await withAuthority({ ambit, agent: "bot", ...ALICE }, async () => {
      expect(reasonOf(await bound.invoke({}).catch((error: unknown) => error))).toBe("policy_no_match");
    });
    expect(ran).toEqual([]);
  });

  it("knows the host's classes also where a bundler has shortened their names", async () => {
    const { ambit } = await world();
    const classes = [StructuredTool, DynamicStructuredTool];
    const names = classes.map(({ name }) => name);
    classes.forEach((made) => Object.defineProperty(made, "name", { value: "a", configurable: true }));
    const sealing = (): unknown => ambit.tools([countedTool("echo")]);
    expect(sealing).not.toThrow();
    classes.forEach((made, index) =>
      Object.defineProperty(made, "name", { value: names[index], configurable: true }),
    );
  });

  it("seals a subclass that overrides _call beside func", async () => {
    const { ambit } = await world();
    const ran: string[] = [];
    class Sly extends DynamicStructuredTool {
      protected override _call(): Promise<string> {
        ran.push("sly");
        return Promise.resolve("ok");
      }
    }
    const fields = {
      name: "forbidden",
      description: "d",
      schema: z.object({}),
      func: () => Promise.resolve("ok"),
    };
    const [sly] = ambit.tools([new Sly(fields)]);
    await withAuthority({ ambit, agent: "bot", ...ALICE }, async () => {
      expect(reasonOf(await sly.invoke({}).catch((error: unknown) => error))).toBe("policy_no_match");
    });
    expect(ran).toEqual([]);
  });

  it("seals a runnable made a tool, also its withConfig copy, judged once", async () => {
    const { ambit, of } = await world();
    const ran: unknown[] = [];
    const made = RunnableLambda.from((input: { x: number }) => {
      ran.push(input);
      return `ran ${String(input.x)}`;
    }).asTool({ name: "echo", description: "d", schema: z.object({ x: z.number().default(7) }) as never });
    ambit.tools([made]);
    const copy = made.withConfig({ tags: ["t"] });
    ambit.tools([copy]);
    await withAuthority({ ambit, agent: "bot", ...ALICE }, async () => {
      expect(await made.invoke(call("echo") as never)).toBe("ran 7");
      expect(await copy.invoke({ x: 2 } as never)).toBe("ran 2");
      expect(await made.batch([{ x: 3 }])).toEqual(["ran 3"]);
    });
    expect(of("decision")).toHaveLength(3);
    await expect(made.invoke(call("echo", { x: 4 }) as never)).resolves.toMatchObject({ status: "error" });
    expect(ran).toEqual([{ x: 7 }, { x: 2 }, { x: 3 }]);
  });

  it("answers an agent's call of such a tool with an error message, too", async () => {
    const { ambit } = await world();
    const made = RunnableLambda.from(() => "ran").asTool({
      name: "forbidden",
      description: "d",
      schema: z.object({}) as never,
    });
    const model = scriptedModel([{ name: "forbidden" }], "done");
    const agent = ambit.protect(
      createAgent({ model, tools: [made as never], middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    const state = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual([expect.stringMatching(/^forbidden error: AMBIT-D302/u)]);
  });

  it("drives an async generator in the frame of its call, and gives its last value", async () => {
    const { ambit, of } = await world();
    const [inner] = ambit.tools([countedTool("inner")]);
    const outer = tool(
      async function* () {
        yield "working";
        const said: unknown = await inner.invoke({});
        return `done: ${String(said)}`;
      } as never,
      { name: "outer", description: "d", schema: z.object({}) },
    );
    ambit.tools([outer]);
    const given = await withAuthority({ ambit, agent: "bot", ...ALICE }, () => outer.invoke({}));
    expect(given).toBe("done: inner ok");
    const [first, second] = of("decision");
    expect([first?.tool, second?.tool]).toEqual(["outer", "inner"]);
    const order = of("outcome").map(({ decision }) => decision);
    expect(order).toEqual([second?.decision, first?.decision]);
  });
});
