import { type StructuredTool, tool } from "@langchain/core/tools";
import { MemorySaver } from "@langchain/langgraph";
import type { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { z } from "zod";
import type { Behaviour, Player, Stage } from "../stage.ts";
import { gather, HELLO } from "./play.ts";

const THREAD = { configurable: { thread_id: "t1" } };
const MODES = ["values", "updates", "messages", "custom", "tasks", "checkpoints", "debug"] as const;

/** An agent that calls a plain tool, and says that it is done. */
function plain({ build, notes }: Stage, more: object = {}): Player {
  const use = tool(
    async ({ n }) => {
      notes.push(n);
      await Promise.resolve();
      return `used ${n}`;
    },
    { name: "use", description: "uses", schema: z.object({ n: z.number() }) },
  ) as unknown as StructuredTool;
  const calls = [1, 2].map((n) => [{ name: "use", args: { n } }]);
  return build({ tools: [use], script: [...calls, "done"], ...more });
}

/** A behaviour of a plain agent. */
function does(name: string, play: (player: Player, stage: Stage) => Promise<unknown>): Behaviour {
  return { name, play: (stage) => stage.cover.run(() => play(plain(stage), stage)) };
}

/** The same of one whose thread is kept. */
function keeps(name: string, play: (player: Player, stage: Stage) => Promise<unknown>): Behaviour {
  return {
    name,
    play: (stage) => stage.cover.run(() => play(plain(stage, { checkpointer: new MemorySaver() }), stage)),
  };
}

/** The events by name: what the graph streams apart, since whoever reads it races with the nodes behind it. */
function names(chunks: readonly unknown[]): object {
  const all = chunks.map((chunk) => {
    const { event, name } = chunk as { readonly event?: unknown; readonly name?: unknown };
    return `${String(event)} ${String(name)}`;
  });
  const isStreamed = (each: string): boolean => each.startsWith("on_chain_stream");
  return { streamed: all.filter(isStreamed), other: all.filter((each) => !isStreamed(each)) };
}

/** A handler that notes what it is told of, and by which name. */
function listener(notes: unknown[]): Partial<BaseCallbackHandler> {
  const note =
    (event: string, nameAt: number) =>
    (...told: readonly unknown[]): void => {
      notes.push([event, told[nameAt]]);
    };
  return {
    handleChainStart: note("chain", 7),
    handleToolStart: note("tool", 6),
    handleToolEnd: note("tool end", 9),
    handleToolError: note("tool error", 9),
    handleChatModelStart: note("model", 7),
  } as unknown as Partial<BaseCallbackHandler>;
}

/** Ways in, and what they give. */
export const ENTRIES: readonly Behaviour[] = [
  ...MODES.map((streamMode) =>
    does(`stream in mode ${streamMode}`, async (player) =>
      gather(await player.stream(HELLO, { streamMode })),
    ),
  ),
  does("stream in two modes", async (player) =>
    gather(await player.stream(HELLO, { streamMode: ["updates", "values"] })),
  ),
  does("stream of subgraphs, too", async (player) =>
    gather(await player.stream(HELLO, { streamMode: "updates", subgraphs: true })),
  ),
  does("stream that is left after one chunk", async (player) => {
    for await (const chunk of await player.stream(HELLO, { streamMode: "updates" })) return chunk;
    return "nothing came";
  }),
  does("streamEvents v2", async (player) =>
    names(await gather(player.streamEvents(HELLO, { version: "v2" }))),
  ),
  does("streamEvents v3", async (player) => {
    const run = player.streamEvents(HELLO, { version: "v3" }) as unknown as Promise<{
      readonly output: unknown;
    }>;
    return (await run).output;
  }),
  does("invoke twice", async (player) => [await player.invoke(HELLO), await player.invoke(HELLO)]),
  does("invoke in parallel", (player) => Promise.all([player.invoke(HELLO), player.invoke(HELLO)])),
  does("batch, where there is one", async (player) =>
    typeof player.batch === "function" ? player.batch([HELLO, HELLO]) : "none",
  ),
  does("withConfig", (player) => player.withConfig({ tags: ["mine"], runName: "named" }).invoke(HELLO)),
  does("graph.invoke", (player) => player.graph.invoke(HELLO)),
  does("graph.getGraph", (player) => Promise.resolve(player.graph.getGraph().drawMermaid())),
  does("names of callbacks", async (player, { notes }) => {
    await player.invoke(HELLO, { callbacks: [listener(notes)] });
    return "noted";
  }),
  does("recursion limit", (player) => player.invoke(HELLO, { recursionLimit: 2 })),
  does("signal that is aborted", (player) => player.invoke(HELLO, { signal: AbortSignal.abort() })),
  does("input that is none", (player) => player.invoke(null)),
  keeps("a thread's second turn", async (player) => [
    await player.invoke(HELLO, THREAD),
    await player.invoke(HELLO, THREAD),
  ]),
  keeps("a thread without its id", (player) => player.invoke(HELLO)),
  keeps("getState", async (player) => {
    await player.invoke(HELLO, THREAD);
    const { values, next } = (await player.graph.getState(THREAD)) as { values: unknown; next: unknown };
    return { values, next };
  }),
  keeps("getStateHistory", async (player) => {
    await player.invoke(HELLO, THREAD);
    const history = await gather(player.graph.getStateHistory(THREAD));
    return history.map((state) => (state as { readonly next: unknown }).next);
  }),
  keeps("updateState", async (player) => {
    await player.invoke(HELLO, THREAD);
    await player.graph.updateState(THREAD, HELLO).catch((error: unknown) => error);
    return ((await player.graph.getState(THREAD)) as { readonly values: unknown }).values;
  }),
];
