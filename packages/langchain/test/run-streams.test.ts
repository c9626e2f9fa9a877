import { AmbitDeniedError } from "@ambit/core";
import { scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import { createAgent, type ReactAgent } from "langchain";
import { describe, expect, it } from "vitest";
import type { Ambit } from "../src/index.ts";
import { answers, countedTool, HELLO } from "./support/tools.ts";
import { latch } from "./support/latch.ts";
import { ALICE, type World, world } from "./support/world.ts";

/** A tool that waits for its test, and the moment at which it was entered. */
function gatedTool(name: string): {
  readonly tool: StructuredTool;
  readonly entered: Promise<void>;
  readonly open: () => void;
} {
  const entered = latch<void>();
  const gate = latch<string>();
  const tool = countedTool(name, () => {
    entered.open();
    return gate.promise;
  });
  return { tool, entered: entered.promise, open: () => gate.open("opened") };
}

function agentOf(ambit: Ambit, tools: readonly StructuredTool[]): ReactAgent {
  const calls = tools.map(({ name }) => ({ name }));
  const middleware = [ambit.middleware()];
  const agent = createAgent({ model: scriptedModel(calls, calls, "done"), tools: [...tools], middleware });
  return ambit.protect(agent, { agent: "bot" }) as unknown as ReactAgent;
}

const isClosed = ({ of }: World): boolean => of("closed").length === 1;

/** Waits until the run has closed; the test's own time limit is the bound. */
async function closing(made: World): Promise<boolean> {
  while (!isClosed(made)) await new Promise((resolve) => setImmediate(resolve));
  return true;
}

describe("the lifetime of a run", () => {
  it("ends with the callback when nothing else holds it", async () => {
    const made = await world();
    const agent = agentOf(made.ambit, [countedTool("echo")]);
    const state = await made.ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual(["echo success: echo ok", "echo success: echo ok"]);
    expect(isClosed(made)).toBe(true);
  });

  it("denies run_closed to a call after the end", async () => {
    const made = await world();
    const [echo] = made.ambit.tools([countedTool("echo")]);
    const late = latch<void>();
    let call: Promise<unknown> | undefined;
    await made.ambit.run(ALICE, () => {
      call = late.promise.then(() => echo.invoke({}));
    });
    late.open();
    await expect(call).rejects.toMatchObject({ reason: "run_closed" });
    expect(echo.ran).toEqual([]);
  });

  it("waits for a stream that is read after the callback returned", async () => {
    const made = await world();
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const stream = await made.ambit.run(ALICE, () => agent.stream(HELLO));
    await entered;
    expect(isClosed(made)).toBe(false);
    open();
    let chunks = 0;
    for await (const _chunk of stream) chunks += 1;
    expect(chunks).toBe(5);
    expect(made.of("decision").map(({ effect }) => effect)).toEqual(["allow", "allow"]);
    expect(await closing(made)).toBe(true);
  });

  it("ends when a stream is left after one chunk", async () => {
    const made = await world();
    const { tool, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const stream = await made.ambit.run(ALICE, () => agent.stream(HELLO));
    for await (const _chunk of stream) break;
    expect(await closing(made)).toBe(true);
    open();
  });

  it("ends when a stream is cancelled", async () => {
    const made = await world();
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const stream = await made.ambit.run(ALICE, () => agent.stream(HELLO));
    await entered;
    await stream.cancel();
    expect(await closing(made)).toBe(true);
    open();
  });

  it("ends when the caller's signal aborts, and a tool that goes on may call nothing", async () => {
    const made = await world();
    const [echo] = made.ambit.tools([countedTool("echo")]);
    const entered = latch<void>();
    const gate = latch<void>();
    const inner = latch<unknown>();
    const slow = countedTool("slow", async () => {
      entered.open();
      await gate.promise;
      inner.open(await echo.invoke({}).catch((error: unknown) => error));
    });
    const agent = agentOf(made.ambit, [slow]);
    const controller = new AbortController();
    const run = made.ambit.run(ALICE, () => agent.invoke(HELLO, { signal: controller.signal }));
    await entered.promise;
    controller.abort();
    await expect(run).rejects.toThrow();
    expect(await closing(made)).toBe(true);
    gate.open();
    const thrown = await inner.promise;
    expect(thrown).toBeInstanceOf(AmbitDeniedError);
    expect(thrown).toMatchObject({ reason: "run_closed" });
    expect(echo.ran).toEqual([]);
  });

  it("ends when the graph fails", async () => {
    const made = await world();
    const model = scriptedModel(() => {
      throw new Error("no model");
    });
    const agent = made.ambit.protect(
      createAgent({ model, tools: [], middleware: [made.ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    await expect(made.ambit.run(ALICE, () => agent.stream(HELLO))).rejects.toThrow("no model");
    expect(await closing(made)).toBe(true);
  });

  it("lets a route handler stream its response after the callback returned", async () => {
    const made = await world();
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const response = await made.ambit.run(ALICE, async () => {
      const events = await agent.stream(HELLO, { encoding: "text/event-stream" } as never);
      return new Response(events as unknown as ReadableStream);
    });
    await entered;
    expect(isClosed(made)).toBe(false);
    open();
    expect(await response.text()).toContain("event: ");
    expect(made.of("outcome")).toHaveLength(2);
    expect(await closing(made)).toBe(true);
  });

  it("ends when the client of a streamed response goes away", async () => {
    const made = await world();
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const response = await made.ambit.run(ALICE, async () => {
      const events = await agent.stream(HELLO, { encoding: "text/event-stream" } as never);
      return new Response(events as unknown as ReadableStream);
    });
    await entered;
    await response.body?.cancel();
    expect(await closing(made)).toBe(true);
    open();
  });

  it("waits for a promise that nobody awaits", async () => {
    const made = await world();
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    await made.ambit.run(ALICE, () => {
      void agent.invoke(HELLO);
    });
    await entered;
    expect(isClosed(made)).toBe(false);
    open();
    expect(await closing(made)).toBe(true);
    expect(made.of("outcome").map(({ status }) => status)).toEqual(["ok", "ok"]);
  });

  it("goes to the end of a stream that nobody reads: the host runs it all the same", async () => {
    const made = await world();
    const agent = agentOf(made.ambit, [countedTool("echo")]);
    await made.ambit.run(ALICE, () => agent.stream(HELLO));
    expect(await closing(made)).toBe(true);
    expect(made.of("outcome")).toHaveLength(2);
  });

  it("is bounded by the ttl, whoever holds it", async () => {
    let now = 1_000;
    const made = await world({ clock: () => now });
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const stream = await made.ambit.run({ ...ALICE, ttl: "1s" }, () => agent.stream(HELLO));
    await entered;
    now += 1_000;
    open();
    expect(await closing(made)).toBe(true);
    expect(made.of("decision").map(({ reason }) => reason)).toEqual([undefined, "grant_expired"]);
    await stream.cancel();
  });

  it.each(["v1", "v2"] as const)("waits for streamEvents %s", async (version) => {
    const made = await world();
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const events = await made.ambit.run(ALICE, () => ({ stream: agent.streamEvents(HELLO, { version }) }));
    await entered;
    expect(isClosed(made)).toBe(false);
    open();
    let count = 0;
    for await (const _event of events.stream as AsyncIterable<unknown>) count += 1;
    expect(count).toBeGreaterThan(5);
    expect(await closing(made)).toBe(true);
    expect(made.of("outcome")).toHaveLength(2);
  });

  it("waits for streamEvents v3", async () => {
    const made = await world();
    const { tool, entered, open } = gatedTool("slow");
    const agent = agentOf(made.ambit, [tool]);
    const run = (await made.ambit.run(ALICE, () =>
      agent.streamEvents(HELLO, { version: "v3" }),
    )) as unknown as {
      readonly output: Promise<unknown>;
    };
    await entered;
    expect(isClosed(made)).toBe(false);
    open();
    expect(answers(await run.output)).toHaveLength(2);
    expect(await closing(made)).toBe(true);
  });

  it("waits for a batch, of which one input starts after another has ended", async () => {
    const made = await world();
    const agent = agentOf(made.ambit, [countedTool("echo")]);
    const { graph } = agent as unknown as {
      readonly graph: { batch: (inputs: unknown[], options: object) => Promise<unknown[]> };
    };
    let batch: Promise<unknown[]> | undefined;
    await made.ambit.run(ALICE, () => {
      batch = graph.batch([HELLO, HELLO], { maxConcurrency: 1 });
    });
    const states = (await batch) ?? [];
    expect(states.flatMap(answers)).toEqual(Array(4).fill("echo success: echo ok"));
    expect(await closing(made)).toBe(true);
  });
});
