import type { Host } from "../stage.ts";
import { agentV1, agentV2, deepAgent, reactAgent } from "./agents.ts";
import { functional } from "./functional.ts";
import { ownNode, toolNode } from "./graphs.ts";

export const HOSTS: readonly Host[] = [
  agentV2,
  agentV1,
  deepAgent,
  reactAgent,
  toolNode,
  ownNode,
  functional,
];
