import { type Script, scriptedModel } from "@ambit/testkit/model";
import { MemorySaver } from "@langchain/langgraph";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { crew, judged, WORK } from "../house/crew.ts";
import { graphOf, toolsOf } from "../house/teams.ts";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";

const POLICY = {
  rules: `
p, P0, any, *, *, **, *, *, *, true, allow, none
g, user:alice, any
g, lead, any
g, wendy, any
g3, work/report, work
`,
  tools: { look: READ, save: WRITE, ask_wendy: READ },
};
const declare = (declared: object) => ({ name: "declare_intent", args: { goal: "do it", ...declared } });

/** A lead whose turn declares `declared` and asks wendy, who saves. */
async function asked(declared: object): Promise<House> {
  const made = await house(POLICY);
  const agent = (turns: readonly Script[], tools: readonly object[]) =>
    createAgent({
      model: scriptedModel(...turns),
      tools: [...tools] as never,
      middleware: [made.ambit.middleware()],
    });
  const wendy = agent([[{ name: "save" }], "saved"], [noted("save")]);
  const ask = made.ambit.delegate(wendy, { to: "wendy", name: "ask_wendy", description: "asks wendy" });
  const turn = [declare(declared), { name: "ask_wendy", args: { task: "save" } }, { name: "look" }];
  const lead = made.ambit.protect(agent([turn, "done"], [ask, noted("look")]), { agent: "lead" });
  await made.ambit.run(WORK, () => lead.invoke(HELLO));
  return made;
}

const tried = ({ of }: House): string[] =>
  of("decision")
    .map(({ tool, actors, purpose, reason }) => `${tool} ${actors.at(-1)} ${purpose} ${reason ?? "ok"}`)
    .toSorted();

describe("a turn that declares the tools which it calls", () => {
  it("L3: binds itself, and lets the agent that it asks use its own", async () => {
    expect(tried(await asked({ purpose: "work", tools: ["ask_wendy"] }))).toEqual([
      "ask_wendy lead work ok",
      "look lead work tool_not_granted",
      "save wendy work ok",
    ]);
  });

  it("L3: binds the agent that it asks by its purpose, and by the resources that it named", async () => {
    const resources = ["tool:ask_wendy", "tool:look"];
    const declared = { purpose: "work/report", tools: ["ask_wendy"], resources };
    expect(tried(await asked(declared))).toEqual([
      "ask_wendy lead work/report ok",
      "look lead work/report tool_not_granted",
      "save wendy work/report resource_not_granted",
    ]);
  });

  it("L3: hands over what its agent has, on the next turn of its thread, too", async () => {
    const made = await crew();
    const tools = toolsOf();
    const handoffs = [createHandoffTool({ agentName: "bob" })];
    const turn = [declare({ purpose: "work", tools: ["transfer_to_bob"] }), { name: "transfer_to_bob" }];
    const agents = [
      graphOf(made, "alice", { tools, handoffs }, turn),
      graphOf(made, "bob", { tools, handoffs: [] }, [{ name: "save" }], "one", [{ name: "save" }], "two"),
    ];
    const swarm = createSwarm({ agents, defaultActiveAgent: "alice" }).compile({
      checkpointer: new MemorySaver(),
    });
    const graph = made.ambit.protect(swarm, { agent: "team" });
    const thread = { configurable: { thread_id: "talk" } };
    for (const message of ["first", "second"])
      await made.ambit.run(WORK, () => graph.invoke({ messages: message } as never, thread));
    expect(judged(made)).toEqual([
      "transfer_to_bob team>alice ok",
      "save team>alice>bob ok",
      "save team>alice>bob ok",
    ]);
  });
});
