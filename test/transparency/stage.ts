import type { Script } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import type { BaseCheckpointSaver } from "@langchain/langgraph";
import type { AgentMiddleware } from "langchain";
import type { Cover } from "./cover.ts";

/** An agent or graph as a behaviour uses it. */
export interface Player {
  invoke(input: unknown, config?: object): Promise<unknown>;
  stream(input: unknown, config?: object): Promise<AsyncIterable<unknown>>;
  streamEvents(input: unknown, config: object): AsyncIterable<unknown>;
  batch(inputs: readonly unknown[], config?: object): Promise<readonly unknown[]>;
  withConfig(config: object): Player;
  /** The compiled graph itself. */
  readonly graph: Player & {
    getState(config: object): Promise<unknown>;
    getStateHistory(config: object): AsyncIterable<unknown>;
    updateState(config: object, values: object): Promise<unknown>;
    getGraph(): { drawMermaid(): string };
  };
}

/** What an agent is built of. */
export interface Team {
  readonly tools: readonly StructuredTool[];
  readonly script: readonly Script[];
  readonly checkpointer?: BaseCheckpointSaver;
  readonly middleware?: readonly AgentMiddleware[];
}

/** A way of building an agent. */
export interface Host {
  readonly name: string;
  /** Whether it takes middleware. */
  readonly hasMiddleware: boolean;
  /** Whether its tools reach their graph's state: a command of theirs takes effect. */
  readonly takesCommands: boolean;
  build(team: Team, cover: Cover): Player;
}

/** What a behaviour has to play with. */
export interface Stage {
  readonly cover: Cover;
  readonly host: Host;
  readonly build: (team: Team) => Player;
  /** What tool bodies and handlers note. */
  readonly notes: unknown[];
}

/** One behaviour: what it gives, or throws, must be the same with Ambit and without. */
export interface Behaviour {
  readonly name: string;
  /** Absent: of every host. */
  readonly of?: (host: Host) => boolean;
  play(stage: Stage): Promise<unknown>;
}
