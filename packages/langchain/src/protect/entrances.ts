import type { Entrance } from "./entry.ts";

/** Who acts behind each protected agent and graph; of an agent its graph as well. */
export const entrances: WeakMap<object, Entrance> = new WeakMap();

/** The agent of a protected graph: the graph alone does not know its middleware. */
export const agents: WeakMap<object, object> = new WeakMap();
