import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { createSwarm } from "@langchain/langgraph-swarm";
import { expect, it } from "vitest";
import { crew, judged, member, transfer } from "../house/crew.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { toBob, run, own, call } from "./setting/handoff.ts";

attack(
  { wants: "a handoff out of sight, made inside the body of a tool", expected: "policy_no_match" },
  () => {
    it("L2: binds its target when the handoff was made among other calls inside a tool", async () => {
      const inner = transfer("transfer_to_bob", "bob");
      const look = noted("look");
      const both = own("save", async () => {
        const [command] = await Promise.all([inner.invoke({}), look.invoke({})]);
        return command;
      });
      const made = await crew();
      const erase = noted("erase");
      made.ambit.tools([inner, look]);
      const alice = member(made, { name: "alice", turns: [call("save")], tools: [both] });
      made.ambit.protect(alice, { agent: "alice" });
      const bob = member(made, { name: "bob", turns: [call("erase"), "done"], tools: [erase] });
      made.ambit.protect(bob, { agent: "bob" });
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("alice", alice.graph as never, { ends: ["bob"] })
        .addNode("bob", bob.graph as never)
        .addEdge(START, "alice")
        .compile();
      made.ambit.protect(graph, { agent: "team" });
      await run(made, () => graph.invoke(HELLO));
      expect(judged(made).toSorted()).toEqual([
        "erase team>alice>bob policy_no_match",
        "look team>alice ok",
        "save team>alice ok",
        "transfer_to_bob team>alice ok",
      ]);
    });

    it("L2: binds its target in a team that is not protected and works in the body of a tool", async () => {
      const made = await crew();
      const erase = noted("erase");
      const alice = member(made, { name: "alice", turns: [call("transfer_to_bob")], tools: [toBob()] });
      const bob = member(made, { name: "bob", turns: [call("erase"), "done"], tools: [erase] });
      made.ambit.protect(alice, { agent: "alice" });
      made.ambit.protect(bob, { agent: "bob" });
      const agents = [alice.graph, bob.graph] as never[];
      const open = createSwarm({ agents, defaultActiveAgent: "alice" }).compile();
      const task = noted("task", async () => {
        await open.invoke(HELLO as never);
        return "done";
      });
      const lead = member(made, { name: "team", turns: [call("task"), "done"], tools: [task] });
      made.ambit.protect(lead, { agent: "team" });
      await run(made, () => lead.invoke(HELLO));
      expect(judged(made)).toEqual([
        "task team ok",
        "transfer_to_bob team>alice ok",
        "erase team>alice>bob policy_no_match",
      ]);
      expect(erase.ran).toEqual([]);
    });
  },
);
