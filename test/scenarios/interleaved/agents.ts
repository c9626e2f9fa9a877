import type { Ambit } from "@ambit/langchain";
import { type ScriptedCall, scriptedModel } from "@ambit/testkit/model";
import type { BaseMessage } from "@langchain/core/messages";
import type { StructuredTool } from "@langchain/core/tools";
import { Annotation, Send, START, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { CARRIER_NAMES, rest } from "./carriers.ts";
import { SPENDS } from "./plan.ts";
import type { Scene } from "./tools.ts";

interface Cast extends Scene {
  readonly ambit: Ambit;
  readonly tools: Readonly<Record<string, StructuredTool>>;
}

/** How many workers a run sends off; the last touches the record of another run too. */
export const WORKERS = 4;

/** An agent with a sub-agent, and a graph that fans out: one of each for all runs. */
export function castOf(cast: Cast) {
  return { lead: leadOf(cast), fan: fanOf(cast) };
}

/** The record of a run: the first message names it. */
function idIn(messages: readonly BaseMessage[]): string {
  return messages[0]?.text ?? "";
}

/** The calls of a turn that touch the run's own record; the host warns of more than ten at once. */
function own(id: string): readonly [spending: readonly ScriptedCall[], carrying: readonly ScriptedCall[]] {
  const spends = Array.from({ length: SPENDS }, () => ({ name: "spend", args: { id } }));
  const jobs = CARRIER_NAMES.map((name) => ({ name: `via_${name}`, args: { id } }));
  return [
    [...spends, { name: "drip", args: { id } }],
    [...jobs, { name: "ask_helper", args: { task: id } }],
  ];
}

const OTHERS = ["via_pool", "spend", "drip", "peek"];

/** How often each run touches the record of another: the lead by all these tools and its helper, then drip, helper, worker. */
export const CROSSINGS: number = OTHERS.length + 1 + 3;

function others(id: string): readonly ScriptedCall[] {
  return [...OTHERS.map((name) => ({ name, args: { id } })), { name: "ask_helper", args: { task: id } }];
}

function leadOf(cast: Cast) {
  const { ambit, tools, otherThan } = cast;
  const model = scriptedModel(
    (messages) => own(idIn(messages))[0],
    (messages) => own(idIn(messages))[1],
    (messages) => others(otherThan(idIn(messages))),
    "done",
  );
  const helper = ambit.delegate(helperOf(cast), { to: "helper", name: "ask_helper", description: "helps" });
  const used = Object.entries(tools).filter(([name]) => /^(?:via_|drip|spend|peek)/u.test(name));
  const offered = [...used.map(([, tool]) => tool), helper];
  const made = createAgent({ model, tools: offered, middleware: [ambit.middleware()] });
  return ambit.protect(made, { agent: "lead" });
}

function helperOf({ ambit, tools, otherThan }: Cast) {
  const look = (id: string) => ({ name: "look", args: { id } });
  const model = scriptedModel(
    (messages) => {
      const id = idIn(messages);
      return [look(id), look(id), { name: "via_pool", args: { id } }];
    },
    (messages) => [look(otherThan(idIn(messages)))],
    "done",
  );
  const used = [tools["look"], tools["via_pool"]] as StructuredTool[];
  return createAgent({ model, tools: used, middleware: [ambit.middleware()] });
}

const State = Annotation.Root({ id: Annotation<string> });

interface Sent {
  readonly id: string;
  readonly isLast: boolean;
}

function fanOf({ ambit, tools, otherThan, witness, chanceOf }: Cast) {
  const [mark] = ambit.tools([tools["mark"] as StructuredTool]);
  // so that the tools which no agent offers are sealed, too
  ambit.tools(Object.values(tools));
  const worker = async ({ id, isLast }: Sent) => {
    await rest(chanceOf(id));
    await mark.invoke({ id });
    if (isLast) await witness.cross(mark.invoke({ id: otherThan(id) }));
    return {};
  };
  const send = ({ id }: typeof State.State) =>
    Array.from({ length: WORKERS }, (_, n) => new Send("worker", { id, isLast: n === WORKERS - 1 }));
  const graph = new StateGraph(State)
    .addNode("worker", worker as never)
    .addConditionalEdges(START, send, ["worker"])
    .compile();
  return ambit.protect(graph, { agent: "fan" });
}
