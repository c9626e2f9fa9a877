import type { Ambit } from "@ambit/langchain";
import { withAuthority } from "@ambit/langchain/testing";
import { scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { house } from "../../house/house.ts";
import { HELLO, noted } from "../../house/tools.ts";
import { POLICY, REQUEST } from "../policy.ts";

/** A way to a tool's body. */
export type Way = (tool: StructuredTool, ambit: Ambit) => unknown;
export type Ways = Readonly<Record<string, Way>>;

/** What became of a tool: how often its body ran, and why its calls were refused. */
interface Tried {
  readonly ran: number;
  readonly reasons: readonly (string | undefined)[];
}

/** Lets the way end as it will: only whether the body ran counts. */
async function go(way: Way, tool: StructuredTool, ambit: Ambit): Promise<void> {
  try {
    await way(tool, ambit);
  } catch {
    // a denial that was thrown, or the host's own error about it
  }
}

/** Tries a way to the denied tool `shut`: in a run, outside of every run, or with a tool that is not sealed. */
async function tried(way: Way, where: "in a run" | "outside" | "unsealed"): Promise<Tried> {
  const { ambit, of } = await house(POLICY);
  const shut = noted("shut");
  if (where !== "unsealed") ambit.tools([shut]);
  if (where === "in a run") {
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => go(way, shut, ambit));
  } else await go(way, shut, ambit);
  const judged = of("decision").filter(({ tool }) => tool === "shut");
  return { ran: shut.ran.length, reasons: judged.map(({ reason }) => reason) };
}

/** What becomes of the denied tool by a way: in a run, outside of every run, and, to show that the way leads there, unsealed. */
export async function triedEverywhere(way: Way): Promise<{
  readonly inARun: Tried;
  readonly ranOutside: number;
  readonly unsealed: Tried;
}> {
  const outside = await tried(way, "outside");
  return {
    inARun: await tried(way, "in a run"),
    ranOutside: outside.ran,
    unsealed: await tried(way, "unsealed"),
  };
}

/** Reaches into what TypeScript hides: an attacker does. */
export const member = (tool: object, name: string): ((...args: unknown[]) => unknown) =>
  (Reflect.get(tool, name) as (...args: unknown[]) => unknown).bind(tool);
export const prototypeOf = (tool: object): object => Object.getPrototypeOf(tool) as object;

export const inNode = (body: () => unknown): unknown =>
  new StateGraph(MessagesAnnotation)
    .addNode("n", async () => {
      await body();
      return {};
    })
    .addEdge(START, "n")
    .compile()
    .invoke(HELLO);

export const inAgent = (tool: StructuredTool, middleware: readonly unknown[] = []): unknown =>
  createAgent({
    model: scriptedModel([{ name: tool.name }], "done"),
    tools: [tool],
    middleware: middleware as never,
  }).invoke(HELLO as never);
