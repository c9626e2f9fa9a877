import type { ThreadPort } from "@ambit/core";
import { memoryThreads } from "@ambit/store";
import type { Script } from "@ambit/testkit/model";
import { Command } from "@langchain/langgraph";
import { type BaseCheckpointSaver, MemorySaver } from "@langchain/langgraph-checkpoint";
import { type House, house, READ, WRITE } from "./house.ts";
import { type Asked, resumable } from "./threads.ts";
import { noted } from "./tools.ts";

/** Everybody may look and pay; `sign` needs an approval; nobody sends a mail who has read what anybody may have written. */
export const RULES = `
p, R1, staff, look, *, **, *, *, *, true,             allow, none
p, R2, staff, pay,  *, **, *, *, *, true,             allow, none
p, R3, staff, sign, *, **, *, *, *, true,             allow, approve:boss
p, R4, staff, mail, *, **, *, *, *, env.tainted == false, allow, none
g, user:alice, staff
g, user:bob, staff
g, bot, staff
g3, work/report, work
`;
const TOOLS = {
  look: { ...READ, returns: { sensitivity: "internal", fields: { text: "prose" } } },
  pay: { ...WRITE, returns: { sensitivity: "public", fields: { id: "id" } } },
  sign: { ...WRITE, returns: { sensitivity: "public", fields: { id: "id" } } },
  mail: { ...WRITE, returns: { sensitivity: "public", fields: { id: "id" } } },
};
export const REQUEST = { subject: "user:alice", purpose: "work", goal: "write a report" } as const;

export interface Stores {
  readonly threads: ThreadPort;
  readonly checkpointer: BaseCheckpointSaver;
}

export const inMemory = (): Stores => ({ threads: memoryThreads(), checkpointer: new MemorySaver() });

/** A process of its own: an instance, its agent and its tools. Processes share the stores and nothing else. */
export async function processOf(
  { threads, checkpointer }: Stores,
  calls: readonly Script[],
  { rules = RULES, model }: { readonly rules?: string; readonly model?: string } = {},
) {
  const policy = model === undefined ? { rules, tools: TOOLS } : { model, rules, tools: TOOLS };
  const made = await house(policy, { threads });
  const tools = { look: noted("look"), pay: noted("pay"), sign: noted("sign"), mail: noted("mail") };
  const bot = resumable(made, calls, { tools: Object.values(tools), checkpointer });
  return { ...made, tools, bot };
}

export const yes = (question: Asked | undefined) =>
  new Command({ resume: { decisions: [{ type: "approve" }], ...question } }) as never;
export const call = (name: string, id: string, args: object = {}) => [{ name, id, args: { ...args } }];
export const judged = ({ of }: Pick<House, "of">) =>
  of("decision").map(({ tool, reason }) => [tool, reason ?? "ok"]);
export const resumes = ({ of }: Pick<House, "of">) => of("edge").filter(({ edge }) => edge === "resume");
