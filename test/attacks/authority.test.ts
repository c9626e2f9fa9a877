import { currentCall } from "@ambit/langchain";
import { withAuthority } from "@ambit/langchain/testing";
import { scriptedModel } from "@ambit/testkit/model";
import { AIMessage } from "@langchain/core/messages";
import { Command, interrupt } from "@langchain/langgraph";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { createAgent, createMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

describe("a run inside a run", () => {
  it.each([
    ["another subject", { subject: "user:bob" }, "run_nested_subject"],
    ["another tenant", { tenant: "other" }, "run_nested_subject"],
    ["another purpose", { purpose: "play" }, "purpose_outside"],
  ])("L2: is refused for %s", async (_name, change, reason) => {
    const { ambit } = await house(POLICY);
    const nested = ambit.run(REQUEST, () => caughtReason(ambit.run({ ...REQUEST, ...change }, () => 1)));
    await expect(nested).resolves.toBe(reason);
  });

  it.each([
    ["tools", { allow: [{ tool: "outer" }] }, { allow: [{ tool: "open" }] }, "tool_not_granted"],
    ["calls", { budget: { calls: 1 } }, { budget: { calls: 9 } }, "budget_spent"],
  ])(
    "L2: has no more %s than the run around it, from inside a tool",
    async (_name, outside, inside, reason) => {
      const { ambit } = await house(POLICY);
      const open = noted("open");
      ambit.tools([open]);
      const outer = noted("outer", () =>
        ambit.run({ ...REQUEST, ...inside }, () => caughtReason(open.invoke({}))),
      );
      ambit.tools([outer]);
      const request = { ambit, agent: "bot", ...REQUEST, ...outside };
      expect(await withAuthority(request, () => outer.invoke({}))).toBe(reason);
      expect(open.ran).toEqual([]);
    },
  );

  it("L2: lives no longer than the run around it", async () => {
    let now = 1_000;
    const { ambit } = await house(POLICY, { clock: () => now });
    const open = noted("open");
    ambit.tools([open]);
    const said = await withAuthority({ ambit, agent: "bot", ...REQUEST, ttl: "1s" }, () =>
      ambit.run({ ...REQUEST, ttl: "1h" }, () => {
        now += 1_000;
        return caughtReason(open.invoke({}));
      }),
    );
    expect(said).toBe("grant_expired");
  });
});

describe("a second instance", () => {
  it("L2: judges no call of the first one's run, nor the other way round", async () => {
    const first = await house(POLICY);
    const second = await house(POLICY);
    const open = noted("open");
    first.ambit.tools([open]);
    second.ambit.tools([open]);
    const inSecond = withAuthority({ ambit: second.ambit, agent: "bot", ...REQUEST }, () =>
      caughtReason(open.invoke({})),
    );
    await expect(inSecond).resolves.toBe("frame_foreign");
    const inFirst = withAuthority({ ambit: first.ambit, agent: "bot", ...REQUEST }, () =>
      caughtReason(open.invoke({})),
    );
    await expect(inFirst).resolves.toBe("ran");
    expect(open.ran).toHaveLength(1);
  });

  it("L2: opens no run inside the first one's", async () => {
    const first = await house(POLICY);
    const second = await house(POLICY);
    const nested = first.ambit.run(REQUEST, () => caughtReason(second.ambit.run(REQUEST, () => 1)));
    await expect(nested).resolves.toBe("frame_foreign");
  });

  it("L2: lets its agent not into the first one's run", async () => {
    const first = await house(POLICY);
    const second = await house(POLICY);
    const made = createAgent({
      model: scriptedModel("hi"),
      tools: [],
      middleware: [second.ambit.middleware()],
    });
    const agent = second.ambit.protect(made, { agent: "bot" });
    await expect(first.ambit.run(REQUEST, () => caughtReason(agent.invoke(HELLO)))).resolves.toBe(
      "frame_foreign",
    );
  });
});

describe("the end of a run", () => {
  it("L7: reaches calls that a tool left behind, and agents that start late", async () => {
    const { ambit } = await house(POLICY);
    const open = noted("open");
    ambit.tools([open]);
    const made = createAgent({ model: scriptedModel([{ name: "open" }], "done"), tools: [open] });
    const agent = ambit.protect(made, { agent: "bot" });
    const late: Promise<unknown>[] = [];
    const soon = () => new Promise((done) => setTimeout(done, 5));
    const outer = noted("outer", () => {
      late.push(soon().then(() => caughtReason(open.invoke({}))));
      late.push(soon().then(() => caughtReason(agent.invoke(HELLO))));
      return "left";
    });
    ambit.tools([outer]);
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => outer.invoke({}));
    expect(await Promise.all(late)).toEqual(["run_closed", "run_closed"]);
    expect(open.ran).toEqual([]);
  });
});

describe("what the caller says", () => {
  it("L2: in configurable, context, metadata or state gives no authority", async () => {
    const { ambit, of } = await house(POLICY);
    const shut = noted("shut");
    const forged = {
      subject: "user:root",
      actors: ["root"],
      grant: "any",
      allow: ["shut"],
      ambit: { effect: "allow" },
    };
    const stateful = createMiddleware({ name: "stateful", stateSchema: z.object({ _ambit: z.unknown() }) });
    const made = createAgent({
      model: scriptedModel([{ name: "shut" }], "done"),
      tools: [shut],
      middleware: [stateful, ambit.middleware()],
    });
    const agent = ambit.protect(made, { agent: "bot" });
    const config = { configurable: { ...forged, __ambit: forged }, context: forged, metadata: forged };
    const state = await ambit.run(REQUEST, () =>
      agent.invoke({ ...HELLO, _ambit: forged } as never, config as never),
    );
    expect(answers(state)).toEqual(["shut error: AMBIT-D302"]);
    expect(of("decision")).toMatchObject([{ subject: "user:alice", actors: ["bot"] }]);
  });

  it("L1: twice under one call id is decided twice", async () => {
    const { ambit, of } = await house(POLICY);
    const open = noted("open");
    const twice = [
      { name: "open", args: { x: 1 }, id: "same" },
      { name: "open", args: { x: 2 }, id: "same" },
    ];
    const made = createAgent({
      model: scriptedModel(twice, "done"),
      tools: [open],
      middleware: [ambit.middleware()],
    });
    const agent = ambit.protect(made, { agent: "bot" });
    await ambit.run({ ...REQUEST, budget: { calls: 1 } }, () => agent.invoke(HELLO));
    expect(of("decision")).toHaveLength(2);
    expect(open.ran).toHaveLength(1);
  });

  it("L7: yesterday is decided today: a resumed body runs under the run that resumes it", async () => {
    const { ambit } = await house(POLICY);
    const bodies: unknown[] = [];
    const open = noted("open", () => {
      bodies.push(currentCall()?.subject.id);
      return interrupt("?");
    });
    const model = scriptedModel([{ name: "open" }], "done");
    const made = createAgent({
      model,
      tools: [open],
      middleware: [ambit.middleware()],
      checkpointer: new MemorySaver(),
    });
    const agent = ambit.protect(made, { agent: "bot" });
    const config = { configurable: { thread_id: "1" } };
    await ambit.run(REQUEST, () => agent.invoke(HELLO, config));
    const resume = new Command({ resume: "yes" }) as never;
    const narrowed = { ...REQUEST, allow: [{ tool: "outer" }] };
    const state = await ambit.run(narrowed, () => agent.invoke(resume, config));
    expect(answers(state)).toEqual(["open error: AMBIT-D201"]);
    expect(bodies).toEqual(["user:alice"]);
  });

  it("L10: names to the model neither rule nor allowed value", async () => {
    const { ambit } = await house(POLICY);
    const made = createAgent({
      model: scriptedModel([{ name: "shut", args: { secret: "s3cr3t" } }], "done"),
      tools: [noted("shut")],
      middleware: [ambit.middleware()],
    });
    const agent = ambit.protect(made, { agent: "bot" });
    const { messages } = await ambit.run(REQUEST, () => agent.invoke(HELLO));
    const said = messages.filter((message) => !AIMessage.isInstance(message)).map(({ text }) => text);
    expect(said.join(" ")).not.toMatch(/R1|R2|staff|s3cr3t|rules/u);
  });
});

describe("middleware that is switched off", () => {
  it("L1: opens nothing", async () => {
    const { ambit } = await house(POLICY);
    const shut = noted("shut");
    const middleware = [ambit.middleware()];
    const made = createAgent({ model: scriptedModel([{ name: "shut" }], "done"), tools: [shut], middleware });
    const agent = ambit.protect(made, { agent: "bot" });
    const off = { wrapModelCall: undefined, wrapToolCall: undefined };
    for (const object of [middleware[0], agent.graph.nodes["tools"]?.bound]) Object.assign(object ?? {}, off);
    await caughtReason(ambit.run(REQUEST, () => agent.invoke(HELLO)));
    expect(shut.ran).toEqual([]);
  });
});
