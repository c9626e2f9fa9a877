import { type StructuredTool, tool } from "@langchain/core/tools";
import { type Script, scriptedModel } from "@ambit/testkit/model";
import { MemorySaver } from "@langchain/langgraph";
import {
  type AgentMiddleware,
  createMiddleware,
  humanInTheLoopMiddleware,
  modelCallLimitMiddleware,
  modelFallbackMiddleware,
  modelRetryMiddleware,
  todoListMiddleware,
  toolCallLimitMiddleware,
  toolErrorMiddleware,
  toolRetryMiddleware,
} from "langchain";
import { z } from "zod";
import type { Behaviour, Stage } from "../stage.ts";
import { HELLO } from "./play.ts";

const TURNS: readonly Script[] = [
  [{ name: "use", args: { n: 1 } }],
  [{ name: "use", args: { n: 2 } }],
  "done",
];
const THREAD = { configurable: { thread_id: "t1" } };

const useOf = ({ notes }: Stage, fails = 0): StructuredTool => {
  let left = fails;
  return tool(
    ({ n }) => {
      notes.push(n);
      if (left-- > 0) throw new Error("not yet");
      return `used ${n}`;
    },
    { name: "use", description: "uses", schema: z.object({ n: z.number() }) },
  ) as unknown as StructuredTool;
};

interface Beside {
  readonly name: string;
  /** How often the tool fails first. */
  readonly fails?: number;
  readonly script?: readonly Script[];
  readonly middleware: (stage: Stage) => readonly object[];
}

const once = { maxRetries: 2, initialDelayMs: 1 };
const failing = (): never => {
  throw new Error("overloaded");
};

const BESIDE: readonly Beside[] = [
  { name: "toolRetryMiddleware", fails: 1, middleware: () => [toolRetryMiddleware(once)] },
  { name: "toolRetryMiddleware that gives up", fails: 9, middleware: () => [toolRetryMiddleware(once)] },
  { name: "toolErrorMiddleware", fails: 1, middleware: () => [toolErrorMiddleware({} as never)] },
  {
    name: "any middleware around tools, and a tool that fails",
    fails: 1,
    middleware: ({ notes }) => [wrapping(notes)],
  },
  { name: "middleware around tools", middleware: ({ notes }) => [wrapping(notes)] },
  { name: "hooks at every node", middleware: ({ notes }) => [hooks(notes)] },
  {
    name: "modelCallLimitMiddleware",
    middleware: () => [modelCallLimitMiddleware({ runLimit: 1, exitBehavior: "end" } as never)],
  },
  { name: "toolCallLimitMiddleware", middleware: () => [toolCallLimitMiddleware({ runLimit: 1 } as never)] },
  {
    name: "modelRetryMiddleware",
    script: [failing, "done"],
    middleware: () => [modelRetryMiddleware(once)],
  },
  {
    name: "modelFallbackMiddleware",
    script: [failing, "done"],
    middleware: () => [modelFallbackMiddleware(scriptedModel(...TURNS))],
  },
  { name: "todoListMiddleware", middleware: () => [todoListMiddleware()] },
  {
    name: "humanInTheLoopMiddleware",
    middleware: () => [humanInTheLoopMiddleware({ interruptOn: { use: true } } as never)],
  },
  {
    name: "a tool of another middleware",
    middleware: (stage) => [createMiddleware({ name: "Brings", tools: [useOf(stage)] })],
  },
];

function wrapping(notes: unknown[]): AgentMiddleware {
  return createMiddleware({
    name: "Wraps",
    wrapToolCall: async (request, handler) => {
      notes.push(["asked", request.toolCall.name, Object.keys(request).toSorted()]);
      return handler(request);
    },
  });
}

function hooks(notes: unknown[]): AgentMiddleware {
  const note = (name: string) => (): undefined => {
    notes.push(name);
  };
  return createMiddleware({
    name: "Hooks",
    beforeAgent: note("beforeAgent"),
    beforeModel: note("beforeModel"),
    afterModel: note("afterModel"),
    afterAgent: note("afterAgent"),
  });
}

/** Other middleware beside Ambit's. */
export const MIDDLEWARE: readonly Behaviour[] = BESIDE.map(({ name, fails, script = TURNS, middleware }) => ({
  name: `beside ${name}`,
  of: ({ hasMiddleware }) => hasMiddleware,
  play: (stage) => {
    const player = stage.build({
      tools: name.startsWith("a tool of") ? [] : [useOf(stage, fails)],
      script,
      middleware: middleware(stage) as readonly AgentMiddleware[],
      checkpointer: new MemorySaver(),
    });
    return stage.cover.run(() => player.invoke(HELLO, THREAD));
  },
}));
