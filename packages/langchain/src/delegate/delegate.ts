import { AmbitError } from "@ambit/core";
import { type Gate, inFrame } from "@ambit/gate";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { z } from "zod";
import { protect } from "../protect/protect.ts";
import { sealAll } from "../seal/seal.ts";
import { checkDelegation } from "./check-delegation.ts";
import { noteDelegate } from "./delegates.ts";

/** An agent or compiled graph with a `messages` state. */
export interface Delegable {
  invoke(input: never, config?: never): Promise<unknown>;
}

export interface DelegateOptions {
  /** The agent's id, as in `protect`. */
  readonly to: string;
  /** The tool's name; it needs an entry in the manifest like any other. */
  readonly name: string;
  /** What the calling model reads. */
  readonly description: string;
  /**
   * The only tools that are passed on; absent: whatever the edge lets through. A name that the policy gives the callee no
   * way to use is refused at once, one that the caller does not hold when the tool is called.
   */
  readonly tools?: readonly string[];
  /** The only resources that are passed on. */
  readonly resources?: readonly string[];
  /** A shorter lifetime: `30s`, `5m`. */
  readonly ttl?: string;
  /** The caller's purpose or a deeper one: what the task is for. */
  readonly purpose?: string;
}

const schema = z.object({ task: z.string().describe("The task, complete in itself.") });

/**
 * An agent as a sealed tool: it works under a delegation from its caller and answers with its last message.
 *
 * The text of the task is the goal of the delegated intent: it is recorded and grants nothing. Throws `config_invalid`,
 * `delegation_invalid` and `purpose_unknown`.
 */
export function delegate(gate: Gate, agent: Delegable, options: DelegateOptions): StructuredTool {
  const { to, name, description, ...narrowing } = checked(options);
  checkDelegation(gate, options);
  protect(gate, agent, { agent: to });
  const invoke = agent.invoke.bind(agent) as (input: object) => Promise<unknown>;
  const body = async ({ task }: z.infer<typeof schema>): Promise<string> => {
    const frame = await gate.enterAgent(to, { delegation: { ...narrowing, goal: task } });
    const state = await inFrame(frame, () => invoke({ messages: [{ role: "user", content: task }] }));
    return lastText(state);
  };
  const made = tool(body, { name, description, schema }) as unknown as StructuredTool;
  sealAll(gate, [made]);
  noteDelegate(made, { agent: to, target: agent });
  return made;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value !== "";
const isTexts: Check = (value) => value === undefined || (Array.isArray(value) && value.every(isText));

const CHECKS: Readonly<Record<keyof DelegateOptions, Check>> = {
  to: isText,
  name: isText,
  description: isText,
  tools: isTexts,
  resources: isTexts,
  purpose: (value) => value === undefined || isText(value),
  ttl: (value) =>
    value === undefined || (typeof value === "string" && /^\d{1,9}(?:ms|s|m|h|d)$/u.test(value)),
};

function checked(options: DelegateOptions): DelegateOptions {
  const unknown = Object.keys(options).find((option) => !Object.hasOwn(CHECKS, option));
  if (unknown !== undefined) throw new AmbitError("config_invalid", { option: unknown });
  for (const [option, check] of Object.entries(CHECKS)) {
    if (!check(options[option as keyof DelegateOptions])) throw new AmbitError("config_invalid", { option });
  }
  return options;
}

function lastText(state: unknown): string {
  const { messages } = (state ?? {}) as { readonly messages?: readonly { readonly text?: unknown }[] };
  const text = messages?.at(-1)?.text;
  return typeof text === "string" ? text : "";
}
