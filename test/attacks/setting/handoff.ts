import { type StructuredTool, tool } from "@langchain/core/tools";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { z } from "zod";
import { crew, member, WORK } from "../../house/crew.ts";
import type { House } from "../../house/house.ts";
import { noted } from "../../house/tools.ts";

export const call = (...names: readonly string[]) => names.map((name) => ({ name }));
type Turns = readonly (string | readonly { readonly name: string }[])[];

interface Cast {
  readonly ofAlice: Turns;
  /** Alice's tools beside `look`, `save` and `erase`. */
  readonly passes: readonly object[];
  readonly ofBob?: Turns;
  readonly isBobProtected?: boolean;
  readonly options?: object;
}

/** A swarm of Alice, who may not erase, and Bob, who may. */
export async function swarm({
  ofAlice,
  passes,
  ofBob = [call("erase"), "done"],
  isBobProtected = true,
  options,
}: Cast) {
  const made = await crew();
  const tools = { look: noted("look"), save: noted("save"), erase: noted("erase") };
  const own = Object.values(tools);
  const alice = member(made, { name: "alice", turns: ofAlice, tools: [...own, ...passes] });
  const bob = member(made, { name: "bob", turns: ofBob, tools: own });
  made.ambit.protect(alice, { agent: "alice" });
  if (isBobProtected) made.ambit.protect(bob, { agent: "bob" });
  const nodes = [alice.graph, bob.graph] as never[];
  const builder = createSwarm({ agents: nodes, defaultActiveAgent: "alice" });
  // a tool of the test's own does not tell the swarm where it leads
  Object.assign((builder.nodes as Readonly<Record<string, object>>)["alice"] ?? {}, { ends: ["bob"] });
  const team = made.ambit.protect(builder.compile(options as never), { agent: "team" });
  return { made, tools, team };
}
export const toBob = (): object => createHandoffTool({ agentName: "bob" });
export const run = <T>({ ambit }: House, fn: () => Promise<T>, more: object = {}): Promise<T> =>
  ambit.run({ ...WORK, ...more }, fn);

/** A tool of a test, with whatever body. */
export function own(
  name: string,
  body: (config: { configurable: Record<string, unknown> }) => unknown,
): StructuredTool {
  return tool(((_: object, config: never) => body(config)) as never, {
    name,
    description: name,
    schema: z.object({}),
  }) as never;
}
