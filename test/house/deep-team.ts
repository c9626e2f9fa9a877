import { edgeModel } from "@ambit/policy";
import { type Script, scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { createDeepAgent } from "deepagents";
import { crossed, judged, WORK } from "./crew.ts";
import { type House, house, type Rules, READ, WRITE } from "./house.ts";
import { HELLO, noted, type NotedTool } from "./tools.ts";

/**
 * The boss may look and start tasks, and only pass `save` on; the writer may look, save and erase, and the helper that
 * deepagents adds by itself look.
 */
const RULES = `
p, P0, person, *,     *, **, *, *, *,   true, allow, none
p, L1, boss,   look,  *, **, *, *, *,   true, allow, none
p, L2, boss,   save,  *, **, *, *, 1.., true, allow, none
p, L3, boss,   start, *, **, *, *, *,   true, allow, none
p, W1, writer, look,  *, **, *, *, *,   true, allow, none
p, W2, writer, save,  *, **, *, *, *,   true, allow, none
p, W3, writer, erase, *, **, *, *, *,   true, allow, none
p, W4, writer, write_file, *, **, *, *, *, true, allow, none
p, G1, general-purpose, look, *, **, *, *, *, true, allow, none
g, user:alice, person
g2, task, start
g2, start_async_task, start
g2, update_async_task, start
`;
const TOOLS = {
  look: READ,
  save: WRITE,
  erase: WRITE,
  task: READ,
  write_file: WRITE,
  start_async_task: WRITE,
  update_async_task: WRITE,
};
export const DEEP: Rules = { rules: `${RULES}g3, work, work\n`, tools: TOOLS };

/** Whatever is refused here, the edges refuse: the boss may do everything, too. */
export const edged = (rows: string): Rules => ({
  ...DEEP,
  model: edgeModel,
  rules: `${DEEP.rules}p, E1, boss, *, *, **, *, *, *, true, allow, none
p2, O1, open, user:alice, boss, *, *, **, *, allow
p2, B1, branch, *, *, *, *, **, *, allow
${rows}`,
});

type SubAgent = NonNullable<NonNullable<Parameters<typeof createDeepAgent>[0]>["subagents"]>[number];

export interface DeepTeam extends House {
  readonly agent: DeepAgent;
  /** Tools that only sub-agents have; each notes its calls. */
  readonly tools: { readonly look: NotedTool; readonly save: NotedTool; readonly erase: NotedTool };
  /** Each decision: tool, chain of actors, reason. */
  readonly judged: () => string[];
  /** Each delegation: chain of actors, why it was refused if it was. */
  readonly delegated: () => string[];
}

interface DeepAgent {
  invoke(input: object, config?: object): Promise<unknown>;
  readonly ambit: {
    coverage(): { readonly tools: readonly { readonly name: string; readonly note?: string }[] };
  };
}

interface Members {
  /** The turns of the lead. */
  readonly calls: readonly Script[];
  readonly subagents: (made: House, tools: DeepTeam["tools"]) => readonly SubAgent[];
  /** Tools of the lead, which the general-purpose sub-agent has, too. */
  readonly own?: (tools: DeepTeam["tools"]) => readonly StructuredTool[];
  readonly checkpointer?: BaseCheckpointSaver | undefined;
}

/** A protected deep agent, the boss, with these sub-agents. */
export async function deepTeam(
  { calls, subagents, own = () => [], checkpointer }: Members,
  policy: Rules = DEEP,
): Promise<DeepTeam> {
  const made = await house(policy);
  const tools = { look: noted("look"), save: noted("save"), erase: noted("erase") };
  const deep = createDeepAgent({
    model: scriptedModel(...calls, "done"),
    tools: own(tools) as never,
    subagents: subagents(made, tools) as never,
    middleware: [made.ambit.middleware()] as never,
    ...(checkpointer === undefined ? {} : { checkpointer: checkpointer as never }),
  });
  const agent = made.ambit.protect(deep as never as DeepAgent, { agent: "boss" });
  return { ...made, agent, tools, judged: () => judged(made), delegated: () => crossed(made, "delegate") };
}

/** A turn that starts tasks. */
export const task = (...members: readonly string[]) =>
  members.map((subagent_type) => ({ name: "task", args: { description: "do it", subagent_type } }));

/** The writer: a declared sub-agent that calls these tools, one after the other. */
export function writer(calls: readonly string[], tools: object, more: object = {}): SubAgent {
  const model = scriptedModel(...calls.map((name) => [{ name, args: ARGS }]), "written");
  const spec = { name: "writer", description: "writes", systemPrompt: "write", model };
  return { ...spec, tools: Object.values(tools), ...more } as never;
}

/** As `write_file` takes them; the other tools take anything. */
const ARGS = { file_path: "/a.txt", content: "a" };

/** Runs the lead of a team. */
export const run = (
  { ambit, agent }: DeepTeam,
  request: object = {},
  config: object = {},
): Promise<unknown> => ambit.run({ ...WORK, ...request }, () => agent.invoke(HELLO, config));

/** Whether a conversation began with the task that the lead passed on. */
export function isTask(messages: readonly { readonly text: string }[]): boolean {
  return messages.some(({ text }) => text === "do it");
}
