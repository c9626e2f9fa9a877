import { withAuthority } from "@ambit/langchain/testing";
import { oneOf } from "@ambit/langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { DynamicStructuredTool, type StructuredTool, tool } from "@langchain/core/tools";
import { createAgent, createMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

const CEILING = { ...REQUEST, allow: [{ tool: "send", args: { to: oneOf(["bob"]) } }] };

/** A tool whose arguments reach its body by reference: the host hands a JSON schema's input on as it is. */
function byReference(name: string) {
  const ran: unknown[] = [];
  const made = new DynamicStructuredTool({
    name,
    description: name,
    schema: { type: "object", properties: {} },
    func: (args: unknown) => {
      ran.push(structuredClone(args));
      return Promise.resolve("ok");
    },
  });
  return { made: made as StructuredTool, ran };
}

describe("arguments that change after the decision began", () => {
  it("L5: do not reach the tool, when they change while a person is asked", async () => {
    const args = { to: "bob", list: [1] };
    const approve = async ({ digest }: { readonly digest: string }) => {
      await new Promise((done) => setTimeout(done, 5));
      args.to = "eve";
      args.list.push(2);
      return { approved: true, digest };
    };
    const { ambit, of } = await house(POLICY, { approve });
    const { made, ran } = byReference("held");
    ambit.tools([made]);
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => made.invoke(args as never));
    expect(ran).toEqual([{ to: "bob", list: [1] }]);
    expect(of("approval")).toMatchObject([{ answer: "approved" }]);
  });

  it("L5: do not reach the tool, when they change at once after the call", async () => {
    const { ambit } = await house(POLICY);
    const { made, ran } = byReference("send");
    ambit.tools([made]);
    await withAuthority({ ambit, agent: "bot", ...CEILING }, () => {
      const args = { to: "bob" };
      const call = (Reflect.get(made, "func") as (given: object) => unknown)(args);
      args.to = "eve";
      return call;
    });
    expect(ran).toEqual([{ to: "bob" }]);
  });

  it.each([
    [
      "hands other arguments on",
      (request: { toolCall: object }) => ({
        ...request,
        toolCall: { ...request.toolCall, args: { to: "eve" } },
      }),
    ],
    [
      "writes into the arguments",
      (request: { toolCall: { args: Record<string, unknown> } }) => {
        request.toolCall.args["to"] = "eve";
        return request;
      },
    ],
  ])("L5: are decided as they run, when inner middleware %s", async (_name, change) => {
    const { ambit } = await house(POLICY);
    const send = noted("send");
    const inner = createMiddleware({
      name: "inner",
      wrapToolCall: (request, handler) => handler(change(request as never) as never),
    });
    const made = createAgent({
      model: scriptedModel([{ name: "send", args: { to: "bob" } }], "done"),
      tools: [send],
      middleware: [ambit.middleware(), inner],
    });
    const agent = ambit.protect(made, { agent: "bot" });
    const state = await ambit.run(CEILING, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual(["send error: AMBIT-D202"]);
    expect(send.ran).toEqual([]);
  });

  it("L5: are not those of another reader: each call has its own copy", async () => {
    const { ambit } = await house(POLICY);
    const kept: { to: string }[] = [];
    const send = noted("send", (args) => {
      kept.push(args as never);
      return "ok";
    });
    ambit.tools([send]);
    const args = { to: "bob" };
    await withAuthority({ ambit, agent: "bot", ...CEILING }, async () => {
      await send.invoke(args);
      kept[0]!.to = "eve";
      await send.invoke(args);
    });
    expect(args).toEqual({ to: "bob" });
    expect(kept.map(({ to }) => to)).toEqual(["eve", "bob"]);
  });
});

describe("arguments that are no plain data", () => {
  const getter = Object.defineProperty({}, "to", { enumerable: true, get: () => "bob" });
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;

  it.each<[string, unknown]>([
    ["a getter", getter],
    ["a proxy", new Proxy({ to: "bob" }, {})],
    ["a function", { to: () => "bob" }],
    ["a cycle", cycle],
    ["a map", { to: new Map([["a", 1]]) }],
    ["a number that is none", { to: Number.NaN }],
  ])("L5: deny args_opaque: %s", async (_name, args) => {
    const { ambit } = await house(POLICY);
    const { made, ran } = byReference("open");
    ambit.tools([made]);
    const direct = Reflect.get(made, "func") as (args: unknown) => Promise<unknown>;
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
      expect(direct(args)).rejects.toMatchObject({ reason: "args_opaque" }),
    );
    expect(ran).toEqual([]);
  });

  it("L5: deny args_unstable when parsing again gives something else", async () => {
    class Ticket {
      readonly n: number;
      constructor(n: number) {
        this.n = n;
      }
    }
    const { ambit } = await house(POLICY);
    const ran: unknown[] = [];
    let count = 0;
    const made = tool((args) => ran.push(args), {
      name: "open",
      description: "d",
      schema: z.object({ t: z.string().transform(() => new Ticket(count++)) }),
    });
    ambit.tools([made]);
    const call = { type: "tool_call" as const, name: "open", args: { t: "x" }, id: "c1" };
    const message = await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => made.invoke(call));
    expect(message).toMatchObject({
      status: "error",
      content: expect.stringContaining("AMBIT-D105") as string,
    });
    expect(ran).toEqual([]);
  });

  it("L4: take __proto__ for an ordinary name", async () => {
    const { ambit } = await house(POLICY);
    const { made, ran } = byReference("send");
    ambit.tools([made]);
    const args = JSON.parse('{ "__proto__": { "to": "bob" } }') as object;
    await withAuthority({ ambit, agent: "bot", ...CEILING }, () =>
      expect(made.invoke(args as never)).rejects.toMatchObject({ reason: "constraint_violation" }),
    );
    expect(ran).toEqual([]);
  });
});
