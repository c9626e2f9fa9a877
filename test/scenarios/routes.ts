import type { EdgeKind } from "@ambit/core";

/**
 * By which routes LangChain and LangGraph can produce each edge: every cell needs a scenario on the real libraries.
 *
 * A test says in its title which cell it shows: `it("L2: retry × tool.withRetry: counts each try", …)`, that is the ids of
 * laws if any, then edge, `×`, route exactly as it stands here, a colon, and what holds. `pnpm docs:routes` collects the
 * titles of all tests in README.md; the gate refuses a page that differs, an unknown cell, and an empty one.
 */
export const ROUTES: Readonly<Record<EdgeKind, readonly string[]>> = {
  open: ["ambit.run", "ambit.bind"],
  step: [
    "tool on createAgent",
    "planner on createAgent",
    "inherited on createAgent",
    "tool on a plain graph",
    "planner on a plain graph",
    "inherited on a plain graph",
    "several calls in one turn",
    "task that runs again",
  ],
  branch: [
    "parallel calls on createAgent",
    "parallel calls on createAgent v1",
    "parallel calls on a prebuilt ToolNode",
    "Send",
    "parallel edges",
    "Promise.all in a tool",
    "parallel subgraphs in a node",
  ],
  retry: [
    "node retryPolicy",
    "task({ retry })",
    "resume after interrupt",
    "toolRetryMiddleware",
    "tool.withRetry",
    "modelRetryMiddleware",
    "modelFallbackMiddleware",
    "new arguments",
    "same arguments under a new call id",
    "after a denial",
    "ToolNode retryPolicy",
  ],
  delegate: [
    "ambit.delegate",
    "agent.invoke in a tool",
    "subgraph as a node",
    "subgraph called in a node",
    "task of deepagents",
    "general-purpose subagent of deepagents",
    "compiled subagent of deepagents",
    "async subagent of deepagents",
    "RemoteGraph",
    "run inside a run",
  ],
  model: ["modelFallbackMiddleware", "model chosen in wrapModelCall", "model chosen in a node"],
  handoff: [
    "Command PARENT",
    "Command PARENT from a nested subgraph",
    "supervisor",
    "swarm",
    "next turn of a swarm",
  ],
  goal: [
    "ambit.changeGoal",
    "purpose declared outside the run's",
    "sub-agent under way",
    "stream under way",
    "approval under way",
  ],
  taint: ["tool result", "return to the parent", "branches that join", "handoff", "resumed thread"],
  resume: [
    "interrupt on MemorySaver",
    "interrupt on PostgresSaver",
    "fork",
    "time travel",
    "new input on a known thread",
    "another subject",
    "stricter policy",
  ],
};
