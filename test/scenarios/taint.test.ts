import { type ScriptedTurn, scriptedModel } from "@ambit/testkit/model";
import { MemorySaver, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { turns } from "../house/crew.ts";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

const OWN = { sensitivity: "public", fields: { id: "id" } };

/** Reading the web taints; what is confidential raises what was seen; nobody sends after either. */
const POLICY = {
  rules: `
p, R1, staff, read,    *, **, *, *, *, true, allow, none
p, R2, staff, ask_bob, *, **, *, *, *, true, allow, none
p, R3, staff, send,    *, **, *, *, *, env.tainted == false && env.seen < 2, allow, none
g, user:alice, staff
g, lead, staff
g, bob, staff
g2, web, read
g2, files, read
g2, own, read
g2, slow, read
g3, work, work
`,
  tools: {
    web: { ...READ, returns: { sensitivity: "public", fields: { text: "prose" } } },
    files: { ...READ, returns: { sensitivity: "confidential", fields: { id: "id" } } },
    own: { ...READ, returns: OWN },
    slow: { ...READ, returns: OWN },
    send: { ...WRITE, returns: OWN },
    ask_bob: { ...READ, returns: OWN },
  },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "look around" } as const;
const call = (...names: readonly string[]) =>
  names.map((name) => ({ name, args: name === "ask_bob" ? { task: "look" } : {} }));

type Turns = readonly ScriptedTurn[];

function agentOf({ ambit }: House, tools: readonly object[], ...played: Turns) {
  return createAgent({
    model: scriptedModel(turns(...played)),
    tools: [...tools] as never,
    middleware: [ambit.middleware()],
  });
}

/** A lead that plays these turns, with tools of its own and a Bob who plays his. */
async function team(ofLead: Turns, ofBob: Turns = ["nothing"]) {
  const made = await house(POLICY);
  const tools = ["web", "files", "own", "send"].map((name) => noted(name));
  const bob = agentOf(made, tools, ...ofBob);
  const asked = made.ambit.delegate(bob, { to: "bob", name: "ask_bob", description: "asks Bob" });
  const lead = made.ambit.protect(agentOf(made, [...tools, asked], ...ofLead), { agent: "lead" });
  const sent = (): readonly unknown[] =>
    made
      .of("decision")
      .filter(({ tool }) => tool === "send")
      .map(({ actors, effect }) => `${actors.join(">")} ${effect}`);
  return { ...made, lead, sent };
}

describe("what was read", () => {
  it.each([
    ["untrusted text", "web", "deny"],
    ["confidential data", "files", "deny"],
    ["the user's own records", "own", "allow"],
  ])("L2: taint × tool result: %s from %s narrows what follows to %s", async (_what, tool, effect) => {
    const { ambit, lead, sent } = await team([call("send"), call(tool), call("send"), "done"]);
    await ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(sent()).toEqual(["lead allow", `lead ${effect}`]);
  });

  it("L2: taint × return to the parent: what a sub-agent reads is read by who asked it", async () => {
    const { ambit, lead, sent } = await team(
      [call("ask_bob"), call("send"), "done"],
      [call("send"), call("web"), call("send"), "seen"],
    );
    await ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(sent()).toEqual(["lead>bob allow", "lead>bob deny", "lead deny"]);
  });

  it("L2: a sub-agent begins with what its caller has read", async () => {
    const { ambit, lead, sent } = await team([call("web"), call("ask_bob"), "done"], [call("send"), "done"]);
    await ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(sent()).toEqual(["lead>bob deny"]);
  });

  it("L2: taint × branches that join: siblings of a turn do not race, and what follows them has read all", async () => {
    const made = await house(POLICY);
    let isRead = (): void => {};
    const read = new Promise<void>((done) => {
      isRead = done;
    });
    const web = noted("web", () => {
      // the outcome of this call is recorded before anything waits again
      setTimeout(isRead, 20);
      return "text";
    });
    const slow = noted("slow", async () => {
      await read;
      return "late";
    });
    const send = noted("send");
    const model = scriptedModel(turns(call("web", "slow", "send"), call("send"), "done"));
    // one call after the other: the last of the turn is decided when the web has long been read
    const inOrder = new StateGraph(MessagesAnnotation)
      .addNode("think", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode("act", async (state, config) => {
        const calls =
          (state.messages.at(-1) as { tool_calls?: { id: string; name: string; args: object }[] })
            .tool_calls ?? [];
        const tools = new Map([web, slow, send].map((each) => [each.name, each]));
        const messages = [];
        for (const made of calls) {
          messages.push(await tools.get(made.name)?.invoke({ ...made, type: "tool_call" } as never, config));
        }
        return { messages: messages as never };
      })
      .addEdge(START, "think")
      .addConditionalEdges("think", ({ messages }) =>
        ((messages.at(-1) as { tool_calls?: unknown[] }).tool_calls ?? []).length > 0 ? "act" : "__end__",
      )
      .addEdge("act", "think")
      .compile();
    made.ambit.tools([web, slow, send]);
    const lead = made.ambit.protect(inOrder, { agent: "lead" });
    const state = await made.ambit.run(REQUEST, () =>
      lead.invoke(HELLO, { callbacks: [made.ambit.handler()] }),
    );
    expect(answers(state)).toEqual([
      "web success: text",
      "slow success: late",
      "send success: send ok",
      "send error: AMBIT-D302",
    ]);
  });

  it("L2: taint × handoff: the target has read what the giver had", async () => {
    const made = await house({
      ...POLICY,
      rules: `${POLICY.rules}\np, R9, staff, transfer_to_bob, *, **, *, *, *, true, allow, none\n`,
      tools: { ...POLICY.tools, transfer_to_bob: { ...READ, returns: OWN } },
    });
    const { createHandoffTool, createSwarm } = await import("@langchain/langgraph-swarm");
    const [web, send] = [noted("web"), noted("send")];
    const named = (name: string, tools: readonly object[], ...played: Turns) =>
      made.ambit.protect(
        createAgent({
          name,
          model: scriptedModel(turns(...played)),
          tools: [...tools] as never,
          middleware: [made.ambit.middleware()],
        }),
        { agent: name },
      ).graph as never;
    const lead = named(
      "lead",
      [web, createHandoffTool({ agentName: "bob" })],
      call("web"),
      call("transfer_to_bob"),
    );
    const bob = named("bob", [send], call("send"), "done");
    const swarm = createSwarm({ agents: [lead, bob], defaultActiveAgent: "lead" }).compile();
    const team = made.ambit.protect(swarm, { agent: "lead" });
    await made.ambit.run(REQUEST, () => team.invoke(HELLO));
    expect(made.of("decision").map(({ tool, effect }) => `${tool} ${effect}`)).toEqual([
      "web allow",
      "transfer_to_bob allow",
      "send deny",
    ]);
    expect(send.ran).toEqual([]);
  });

  it("L7: taint × resumed thread: stays read on the thread's next task, in another run", async () => {
    const made = await house(POLICY);
    const tools = [noted("web"), noted("send")];
    const agent = createAgent({
      model: scriptedModel(turns(call("web"), "read", call("send"), "done")),
      tools: [...tools] as never,
      middleware: [made.ambit.middleware()],
      checkpointer: new MemorySaver(),
    });
    const lead = made.ambit.protect(agent, { agent: "lead" });
    const thread = { configurable: { thread_id: "t1" } };
    await made.ambit.run(REQUEST, () => lead.invoke(HELLO, thread));
    await made.ambit.run(REQUEST, () => lead.invoke(HELLO, thread));
    expect(made.of("decision").map(({ tool, effect }) => `${tool} ${effect}`)).toEqual([
      "web allow",
      "send deny",
    ]);
  });
});

describe("the body of a tool", () => {
  it("L2: sees at once what calls in it have read, and its caller with it; a body beside it does not", async () => {
    const made = await house(POLICY);
    const [web, send, slow] = [noted("web"), noted("send"), noted("slow")];
    const seen: string[] = [];
    const told = async (name: string, calling: () => Promise<unknown>) =>
      calling().then(
        () => seen.push(`${name} ran`),
        () => seen.push(`${name} denied`),
      );
    const first = noted("files", async () => {
      await told("web in the first", () => web.invoke({}));
      await told("send in the first", () => send.invoke({}));
      return "ok";
    });
    const second = noted("own", async () => {
      await new Promise((done) => setTimeout(done, 60));
      await told("send in the second", () => send.invoke({}));
      return "ok";
    });
    made.ambit.tools([web, send, slow]);
    const lead = made.ambit.protect(
      agentOf(made, [first, second, send], call("files", "own"), call("send"), "done"),
      {
        agent: "lead",
      },
    );
    const state = await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(seen).toEqual(["web in the first ran", "send in the first denied", "send in the second ran"]);
    expect(answers(state).at(-1)).toBe("send error: AMBIT-D302");
  });
});
