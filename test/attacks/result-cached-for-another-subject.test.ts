import { entrypoint, MessagesAnnotation, START, StateGraph, task } from "@langchain/langgraph";
import { InMemoryCache } from "@langchain/langgraph-checkpoint";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house, READ } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";

/** Alice may read the secret, Bob may not. */
const RULES = {
  rules: `
p, R1, user:alice, secret, *, **, *, *, *, true, allow, none
p, R2, bot, secret, *, **, *, *, *, true, allow, none
p, R3, user:bob, open, *, **, *, *, *, true, allow, none
p, R4, bot, open, *, **, *, *, *, true, allow, none
g3, work, work
`,
  tools: { secret: READ, open: READ },
};

interface Graph {
  invoke(input: unknown): Promise<unknown>;
}

/** Asks for the same whoever asks, as a cache that nobody told of subjects. */
const cachePolicy = { keyFunc: () => "k" };
const withNode = (call: () => Promise<string>): Graph =>
  new StateGraph(MessagesAnnotation)
    .addNode("n", async () => ({ messages: [await call()] }), { cachePolicy })
    .addEdge(START, "n")
    .compile({ cache: new InMemoryCache() });
const withTask = (call: () => Promise<string>): Graph => {
  const step = task({ name: "step", cachePolicy }, call);
  return entrypoint({ name: "e", cache: new InMemoryCache() }, async () => await step()) as never;
};
const GRAPHS = [
  ["a node", withNode],
  ["a task", withTask],
] as const;

attack(
  {
    wants: "a result that a node or task keeps in a cache, which another subject got",
    expected: "policy_no_match",
    checklist: 20,
  },
  () => {
    const setting = async (graphOf: (call: () => Promise<string>) => Graph) => {
      const made = await house(RULES);
      const secret = noted("secret");
      const graph = graphOf(async () => String(await secret.invoke({})));
      const as = (subject: string) =>
        made.ambit.run({ subject, purpose: "work", goal: "x" }, () => caughtReason(graph.invoke(HELLO)));
      return { ...made, secret, graph, as };
    };

    it.each(GRAPHS)("L1: is not given to the next subject by %s", async (_what, graphOf) => {
      const { ambit, of, secret, graph, as } = await setting(graphOf);
      ambit.protect(graph as object, { agent: "bot" });
      expect(await as("user:alice")).toBe("ran");
      expect(await as("user:bob")).toBe("policy_no_match");
      expect(secret.ran).toHaveLength(1);
      expect(of("decision").map(({ subject, effect }) => `${subject} ${effect}`)).toEqual([
        "user:alice allow",
        "user:bob deny",
      ]);
    });

    it.each(GRAPHS)("L1: is not given by %s of a graph in a closure", async (_what, graphOf) => {
      const { ambit, secret, graph, as } = await setting(graphOf);
      // lays the net
      const outer = new StateGraph(MessagesAnnotation)
        .addNode("n", async () => void (await graph.invoke(HELLO)))
        .addEdge(START, "n")
        .compile();
      ambit.protect(outer, { agent: "bot" });
      const through = (subject: string) =>
        ambit.run({ subject, purpose: "work", goal: "x" }, () => caughtReason(outer.invoke(HELLO)));
      expect(await through("user:alice")).toBe("ran");
      expect(await through("user:bob")).toBe("policy_no_match");
      expect(await as("user:bob")).toBe("policy_no_match");
      expect(secret.ran).toHaveLength(1);
    });

    it("L1: is not given by a copy of the graph that was made in a run", async () => {
      const { ambit, secret, graph } = await setting(withNode);
      const protectedGraph = ambit.protect(graph as { withConfig(config: object): Graph } & Graph, {
        agent: "bot",
      });
      const run = <T>(subject: string, fn: () => T | Promise<T>) =>
        ambit.run({ subject, purpose: "work", goal: "x" }, fn);
      const copy = await run("user:alice", async () => {
        const made = protectedGraph.withConfig({ tags: ["t"] });
        await made.invoke(HELLO);
        return [made] as const;
      });
      expect(await run("user:bob", () => caughtReason(copy[0].invoke(HELLO)))).toBe("policy_no_match");
      expect(secret.ran).toHaveLength(1);
    });

    it.each(GRAPHS)("holds in one run, by %s", async (_what, graphOf) => {
      const { ambit, secret, graph } = await setting(graphOf);
      ambit.protect(graph as object, { agent: "bot" });
      await ambit.run({ subject: "user:alice", purpose: "work", goal: "x" }, async () => {
        await graph.invoke(HELLO);
        await graph.invoke(HELLO);
      });
      expect(secret.ran).toHaveLength(1);
    });

    it("leaves nothing in the cache when its run has ended", async () => {
      const { ambit } = await house(RULES);
      const cache = new InMemoryCache();
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("n", () => Promise.resolve({ messages: [] }), { cachePolicy })
        .addEdge(START, "n")
        .compile({ cache });
      const namespaces = () => Object.keys((cache as never as { readonly cache: object }).cache);
      await graph.invoke(HELLO as never);
      const outside = namespaces();
      expect(outside).toHaveLength(1);
      ambit.protect(graph, { agent: "bot" });
      const seen = await ambit.run({ subject: "user:alice", purpose: "work", goal: "x" }, async () => {
        await graph.invoke(HELLO as never);
        return namespaces();
      });
      expect(seen).toHaveLength(2);
      expect(namespaces()).toEqual(outside);
    });

    it.each(GRAPHS)(
      "is given by %s where nothing is protected: the danger is real",
      async (_what, graphOf) => {
        const bare = noted("bare");
        const graph = graphOf(async () => String(await bare.invoke({})));
        await graph.invoke(HELLO);
        await graph.invoke(HELLO);
        expect(bare.ran).toHaveLength(1);
      },
    );
  },
);
