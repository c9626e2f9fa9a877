import { ToolMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { DynamicTool, StructuredTool, tool } from "@langchain/core/tools";
import { Command, interrupt } from "@langchain/langgraph";
import type { ScriptedCall } from "@ambit/testkit/model";
import { z } from "zod";
import * as z3 from "zod/v3";
import type { Behaviour, Stage } from "../stage.ts";
import { HELLO } from "./play.ts";

type Config = { readonly toolCall?: { readonly id?: string }; readonly [name: string]: unknown };
type Body = (args: never, config: Config) => unknown;

interface Kind {
  readonly name: string;
  readonly of?: Behaviour["of"];
  /** The tools, with what their bodies note. */
  readonly tools: (stage: Stage) => readonly StructuredTool[];
  /** Default: one call of `use`. */
  readonly calls?: readonly ScriptedCall[];
}

const named = { name: "use", description: "uses it" };
const loose = z.looseObject({});

/** A tool `use` with a body. */
function one(body: Body, more: object = {}): Kind["tools"] {
  return ({ notes }) => {
    const func = (args: never, config: never): unknown => {
      notes.push(["use", args]);
      return body(args, config);
    };
    return [tool(func as never, { ...named, schema: loose, ...more } as never) as unknown as StructuredTool];
  };
}

class Sub extends StructuredTool {
  readonly name = "use";
  readonly description = "uses it";
  readonly schema = z.object({ a: z.string() });
  override _call({ a }: { a: string }): Promise<string> {
    return Promise.resolve(`sub ${a}`);
  }
}

class Strange extends Error {
  override readonly name = "Strange";
  readonly extra = 7;
}

const fail = (error: unknown) => () => {
  throw error;
};
const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const call = (args: Record<string, unknown>): readonly ScriptedCall[] => [{ name: "use", args }];
const jsonSchema = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };

const KINDS: readonly Kind[] = [
  { name: "gives a text", tools: one(() => "text") },
  { name: "gives a text later", tools: one(() => later(1).then(() => "text")) },
  { name: "gives an object", tools: one(() => ({ a: [1, { b: null }] })) },
  { name: "gives a number", tools: one(() => 7) },
  { name: "gives nothing", tools: one(() => undefined) },
  { name: "gives null", tools: one(() => null) },
  { name: "gives content blocks", tools: one(() => [{ type: "text", text: "block" }]) },
  {
    name: "gives a message of its own",
    tools: one(
      (_, { toolCall }) =>
        new ToolMessage({ content: "mine", tool_call_id: toolCall?.id ?? "?", status: "error" }),
    ),
  },
  {
    name: "gives content and artifact",
    tools: one(() => ["content", { big: [1, 2] }], { responseFormat: "content_and_artifact" }),
  },
  {
    name: "promises an artifact and gives none",
    tools: one(() => "content", { responseFormat: "content_and_artifact" }),
  },
  {
    name: "gives a command that updates the state",
    of: ({ takesCommands }) => takesCommands,
    tools: one((_, { toolCall }) => {
      const message = new ToolMessage({ content: "by command", tool_call_id: toolCall?.id ?? "?" });
      return new Command({ update: { messages: [message] } });
    }),
  },
  { name: "throws", tools: one(fail(new Error("broken"))) },
  { name: "throws an error of its own class", tools: one(fail(new Strange("odd"))) },
  { name: "throws with a cause", tools: one(fail(new Error("outer", { cause: new Error("inner") }))) },
  { name: "throws a text", tools: one(fail("just text")) },
  { name: "rejects", tools: one(() => later(1).then(fail(new TypeError("late")))) },
  {
    name: "has defaults",
    tools: one((args) => args, {
      schema: z.object({ a: z.string().default("d"), n: z.number().default(3) }),
    }),
  },
  {
    name: "strips what its schema lacks",
    tools: one((args) => args, { schema: z.object({ a: z.string() }) }),
    calls: call({ a: "x", b: "y" }),
  },
  {
    name: "transforms",
    tools: one((args) => args, { schema: z.object({ a: z.string().transform((a) => `${a}!`) }) }),
    calls: call({ a: "x" }),
  },
  {
    name: "makes a date of a text",
    tools: one((args) => String((args as { readonly at: unknown }).at instanceof Date), {
      schema: z.object({ at: z.coerce.date() }),
    }),
    calls: call({ at: "2026-01-01" }),
  },
  {
    name: "refuses its arguments",
    tools: one(() => "never", { schema: z.object({ a: z.string() }) }),
    calls: call({ a: 7 }),
  },
  {
    name: "has an old schema",
    tools: one((args) => args, { schema: z3.object({ a: z3.string().optional() }) }),
    calls: call({ a: "x" }),
  },
  { name: "has a JSON schema", tools: one((args) => args, { schema: jsonSchema }), calls: call({ a: "x" }) },
  {
    name: "has a JSON schema that is broken",
    tools: one((args) => args, { schema: jsonSchema }),
    calls: call({}),
  },
  {
    name: "takes a text",
    tools: ({ notes }) => [
      new DynamicTool({
        ...named,
        func: (input) => {
          notes.push(input);
          return Promise.resolve(`got ${input}`);
        },
      }) as unknown as StructuredTool,
    ],
    calls: call({ input: "x" }),
  },
  { name: "is a subclass", tools: () => [new Sub() as unknown as StructuredTool], calls: call({ a: "x" }) },
  {
    name: "is a runnable",
    tools: () => [
      RunnableLambda.from(({ a }: { a: string }) => `ran ${a}`).asTool({
        ...named,
        schema: z.object({ a: z.string() }),
      }) as unknown as StructuredTool,
    ],
    calls: call({ a: "x" }),
  },
  {
    name: "generates",
    tools: one(async function* () {
      await later(1);
      yield "part";
      return "whole";
    }),
  },
  {
    name: "is told of its call",
    tools: one((_, config) => Object.keys(config).toSorted().join(" ")),
  },
  {
    name: "is told of its call's id and name",
    tools: one((_, { toolCall }) => JSON.stringify(toolCall)),
  },
  {
    name: "writes to the stream of its graph",
    of: ({ name }) => name !== "entrypoint and task" && name !== "node that calls tools",
    tools: one((_, { writer }) => {
      (writer as ((chunk: unknown) => void) | undefined)?.({ progress: 1 });
      return "written";
    }),
  },
  { name: "returns directly", tools: one(() => "straight", { returnDirect: true }) },
  {
    name: "calls another tool",
    tools: (stage) => {
      const inner = tool(({ n }: { n: number }) => n + 1, {
        name: "inner",
        description: "adds",
        schema: z.object({ n: z.number() }),
      });
      stage.cover.tools([inner]);
      return one(async () => `inner gave ${await inner.invoke({ n: 1 })}`)(stage);
    },
  },
  {
    name: "lets another tool's error through",
    tools: (stage) => {
      const inner = tool(fail(new RangeError("inner broken")), {
        name: "inner",
        description: "x",
        schema: loose,
      });
      stage.cover.tools([inner]);
      return one(() => inner.invoke({}))(stage);
    },
  },
  {
    name: "waits for its turn beside another",
    tools: (stage) =>
      (["use", "inner"] as const).map(
        (name) =>
          tool(
            async () => {
              stage.notes.push([name, "begins"]);
              await later(name === "use" ? 15 : 1);
              stage.notes.push([name, "ends"]);
              return `${name} ok`;
            },
            { name, description: name, schema: loose },
          ) as unknown as StructuredTool,
      ),
    calls: [{ name: "use" }, { name: "inner" }],
  },
  {
    name: "fails beside another that works",
    tools: (stage) => [
      ...one(fail(new Error("broken")))(stage),
      tool(() => "inner ok", { name: "inner", description: "x", schema: loose }) as unknown as StructuredTool,
    ],
    calls: [{ name: "inner" }, { name: "use" }],
  },
  { name: "is not there", tools: one(() => "never"), calls: [{ name: "nowhere" }] },
  {
    name: "is called twice in a turn",
    tools: one((args) => args),
    calls: [...call({ a: 1 }), ...call({ a: 2 })],
  },
  { name: "interrupts without a checkpointer", tools: one(() => interrupt("why?")) },
];

/** What agents do with tools of each kind. */
export const TOOLS: readonly Behaviour[] = KINDS.map(({ name, of, tools, calls = call({}) }) => ({
  name: `a tool that ${name}`,
  ...(of === undefined ? {} : { of }),
  play: async (stage) => {
    const { build, cover } = stage;
    const player = build({ tools: tools(stage), script: [calls, "done"] });
    return cover.run(() => player.invoke(HELLO));
  },
}));
