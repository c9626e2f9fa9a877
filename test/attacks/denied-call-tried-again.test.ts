import { scriptedModel } from "@ambit/testkit/model";
import { entrypoint, START, StateGraph, MessagesAnnotation, task } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, modelFallbackMiddleware, modelRetryMiddleware, toolRetryMiddleware } from "langchain";
import { expect, it } from "vitest";
import { type House, house } from "../house/house.ts";
import { calling, HELLO, noted, type NotedTool } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

const retryPolicy = {
  maxAttempts: 3,
  initialInterval: 1,
  maxInterval: 2,
  jitter: false,
  retryOn: () => true,
};
const quick = { maxRetries: 2, initialDelayMs: 1, jitter: false } as const;
type Retry = (made: House, shut: NotedTool) => Promise<unknown>;

const agentOf = (
  { ambit }: House,
  shut: NotedTool,
  middleware: readonly object[],
  calls = 1,
): Promise<unknown> => {
  const turns = Array.from({ length: calls }, () => [{ name: "shut" }]);
  const agent = createAgent({
    model: scriptedModel(...turns, "done"),
    tools: [shut],
    middleware: [ambit.middleware(), ...middleware] as never,
  });
  return ambit.protect(agent, { agent: "bot" }).invoke(HELLO as never);
};
const graphOf = ({ ambit }: House, node: unknown): Promise<unknown> => {
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("n", node as never, { retryPolicy })
    .addEdge(START, "n" as never)
    .compile();
  return ambit.protect(graph, { agent: "bot" }).invoke(calling("shut"));
};

const RETRIES: Readonly<Record<string, Retry>> = {
  "a node's retryPolicy": (made, shut) => graphOf(made, async () => ({ messages: [await shut.invoke({})] })),
  "a ToolNode's retryPolicy": (made, shut) =>
    graphOf(made, new ToolNode([shut], { handleToolErrors: false })),
  "task({ retry })": ({ ambit }, shut) => {
    const step = task({ name: "s", retry: retryPolicy }, async () => String(await shut.invoke({})));
    const graph = entrypoint("e", async () => await step());
    return ambit
      .protect(graph as object as { invoke(input: unknown): Promise<unknown> }, { agent: "bot" })
      .invoke(1);
  },
  withRetry: (_, shut) => shut.withRetry({ stopAfterAttempt: 3 }).invoke({}),
  toolRetryMiddleware: (made, shut) => agentOf(made, shut, [toolRetryMiddleware(quick)]),
  "modelRetryMiddleware and a fallback": (made, shut) =>
    agentOf(made, shut, [
      modelRetryMiddleware(quick),
      modelFallbackMiddleware(scriptedModel([{ name: "shut" }])),
    ]),
  "the model, again and again": (made, shut) => agentOf(made, shut, [], 5),
};

attack(
  {
    wants: "a denied call to pass at its second try, by any of the host's ways to try again",
    expected: ["policy_no_match", "retry_after_denial"],
    checklist: 25,
  },
  () => {
    it.each(Object.entries(RETRIES))("L2: is denied again, by %s", async (_route, again) => {
      const made = await house(POLICY);
      const [shut] = made.ambit.tools([noted("shut")]);
      await made.ambit.run(REQUEST, () => again(made, shut).catch(() => undefined));
      const reasons = new Set(made.of("decision").map(({ reason }) => reason));
      expect(["policy_no_match", "retry_after_denial", "denials_spent"]).toEqual(
        expect.arrayContaining([...reasons]),
      );
      expect(reasons).toContain("policy_no_match");
      expect(shut.ran).toEqual([]);
    });
  },
);
