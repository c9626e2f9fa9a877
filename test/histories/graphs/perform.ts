import type { ApprovalPort } from "@ambit/core";
import { type Ambit, AmbitDeniedError, createAmbit } from "@ambit/langchain";
import { memoryLedger } from "@ambit/ledger";
import { type Script, type ScriptedCall, scriptedModel } from "@ambit/testkit/model";
import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { createAgent, toolRetryMiddleware } from "langchain";
import { z } from "zod";
import { reasonClass } from "../reason-class.ts";
import { requestOf } from "../request-of.ts";
import type { World } from "../world-of.ts";
import { TOOL_NAMES } from "../world.ts";
import { callIdOf, FIRST, spokenOf } from "./call-id.ts";
import type { Course } from "./rehearse.ts";
import type { Graph, Team } from "./team.ts";

/** What a real graph did: its course as the ledger has it, and the calls whose tools ran. */
export interface Performance extends Course {
  readonly ran: readonly string[];
}

/** Plays a graph with real agents, tools and a real policy. */
export async function perform({ policy }: World, graph: Graph): Promise<Performance> {
  const ledger = memoryLedger();
  const clock = (): number => Date.UTC(2030, 0, 1);
  const approve: ApprovalPort = async ({ digest, callId = "" }) => {
    return { approved: spokenOf(graph.team, callId).yes, digest, callId };
  };
  const ambit = await createAmbit({ policy, ledger, clock, ...(graph.people ? { approve } : {}) });
  const ran: string[] = [];
  const lead = ambit.protect(agentOf({ ambit, graph, ran }, graph.team), { agent: graph.team.agent });
  const messages = [new HumanMessage(FIRST)];
  try {
    await ambit.run(requestOf(graph.asked), () => lead.invoke({ messages }));
  } catch (error) {
    // an agent that is not let in; anything else is a failure of the test
    if (!(error instanceof AmbitDeniedError)) throw error;
  }
  return { ...courseOf(ledger.records()), ran };
}

interface Playing {
  readonly ambit: Ambit;
  readonly graph: Graph;
  readonly ran: string[];
}

function agentOf(playing: Playing, team: Team) {
  const { ambit, graph } = playing;
  const retry = toolRetryMiddleware({
    maxRetries: graph.tries - 1,
    initialDelayMs: 0,
    jitter: false,
  }) as never;
  const script = team.turns.map(
    (_, turn): Script =>
      (messages) =>
        turnOf(team, turn, messages),
  );
  return createAgent({
    model: scriptedModel(...script, "done"),
    tools: [...toolsOf(playing, team)],
    middleware: graph.tries > 1 ? [retry, ambit.middleware()] : [ambit.middleware()],
  });
}

function turnOf({ turns }: Team, turn: number, messages: readonly BaseMessage[]): readonly ScriptedCall[] {
  const task = messages.find((message) => HumanMessage.isInstance(message))?.text ?? "";
  const { declared, calls = [] } = turns[turn] ?? {};
  const made = calls.map(({ called }, index) => {
    const id = callIdOf(task, turn, index);
    return { name: called.tool, args: called.tool === "ask" ? { task: id } : { ...called.args }, id };
  });
  if (declared === undefined) return made;
  return [
    { name: "declare_intent", args: { ...declared, goal: "a step" }, id: `${task}/${turn}.intent` },
    ...made,
  ];
}

function toolsOf(playing: Playing, { callee }: Team): readonly StructuredTool[] {
  const { ambit } = playing;
  const plain = TOOL_NAMES.filter((name) => name !== "ask" || callee === undefined);
  const tools = plain.map((name) => toolOf(playing, name));
  if (callee === undefined) return tools;
  const { agent: to, passed } = callee;
  const asked = ambit.delegate(agentOf(playing, callee), {
    to,
    name: "ask",
    description: `asks ${to}`,
    ...passed,
  });
  return [...tools, asked];
}

function toolOf({ graph, ran }: Playing, name: string): StructuredTool {
  const body = (_args: unknown, config: { readonly toolCall?: { readonly id?: string } }): string => {
    const callId = config.toolCall?.id ?? "";
    ran.push(callId);
    if (spokenOf(graph.team, callId).throws) throw new Error("the tool failed");
    return "done";
  };
  return tool(body as never, { name, description: name, schema: z.looseObject({}) }) as never;
}

function courseOf(records: ReturnType<ReturnType<typeof memoryLedger>["records"]>): Course {
  const calls = new Map<string, string[]>();
  const entries: string[] = [];
  for (const record of records) {
    if (record.type === "decision") {
      const { callId = "", reason } = record;
      const result = reason === undefined ? "allow" : `deny ${reasonClass(reason)}`;
      calls.set(callId, [...(calls.get(callId) ?? []), result]);
    } else if (record.type === "edge" && (record.edge === "open" || record.edge === "delegate")) {
      entries.push(record.refused === undefined ? "ok" : `refused ${record.refused}`);
    }
  }
  return { calls, entries };
}
