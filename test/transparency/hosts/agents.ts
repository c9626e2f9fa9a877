import { scriptedModel } from "@ambit/testkit/model";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createDeepAgent } from "deepagents";
import { createAgent } from "langchain";
import type { Cover } from "../cover.ts";
import type { Host, Player, Team } from "../stage.ts";

function agentOf(version: "v1" | "v2"): Host["build"] {
  return ({ tools, script, checkpointer, middleware = [] }, cover) => {
    const agent = createAgent({
      model: scriptedModel(...script),
      tools: [...tools],
      version,
      middleware: [...cover.middleware, ...middleware],
      ...(checkpointer === undefined ? {} : { checkpointer }),
    });
    return cover.protect(agent) as unknown as Player;
  };
}

export const agentV2: Host = {
  name: "createAgent",
  hasMiddleware: true,
  takesCommands: true,
  build: agentOf("v2"),
};

export const agentV1: Host = {
  name: "createAgent v1",
  hasMiddleware: true,
  takesCommands: true,
  build: agentOf("v1"),
};

export const reactAgent: Host = {
  name: "createReactAgent",
  hasMiddleware: false,
  takesCommands: true,
  build: ({ tools, script, checkpointer }: Team, cover: Cover) => {
    const agent = createReactAgent({
      llm: scriptedModel(...script),
      tools: [...tools],
      ...(checkpointer === undefined ? {} : { checkpointer }),
    });
    return asPlayer(cover.protect(agent));
  },
};

export const deepAgent: Host = {
  name: "createDeepAgent",
  hasMiddleware: true,
  takesCommands: true,
  build: ({ tools, script, checkpointer, middleware = [] }: Team, cover: Cover) => {
    const agent = createDeepAgent({
      model: scriptedModel(...script),
      tools: [...tools] as never,
      middleware: [...cover.middleware, ...middleware] as never,
      ...(checkpointer === undefined ? {} : { checkpointer }),
    });
    return cover.protect(agent) as unknown as Player;
  },
};

/** A compiled graph is its own graph. */
export function asPlayer(graph: object): Player {
  return Object.assign(graph, { graph }) as unknown as Player;
}
