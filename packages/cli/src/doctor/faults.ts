import type { Coverage, CoveredTool } from "@ambit/langchain";

/** An agent and all that its tools start. */
export function withStarted(agent: Coverage): readonly Coverage[] {
  return [agent, ...agent.agents.flatMap(withStarted)];
}

/**
 * Whether a tool that an agent has is held by nothing, by the net alone, or by another instance, which denies every call.
 * What the provider runs may be offered by name: trusted code has said so.
 */
export function isMisheld({ layer, foreign }: CoveredTool, { unseen, middleware }: Coverage): boolean {
  if (foreign === true) return true;
  if (layer === "elsewhere") return middleware?.ambit !== true;
  return layer === "net" && unseen !== true;
}

/**
 * Whether a tool lacks an entry that would change something: none could let a remote graph run, or the model be offered
 * what the middleware withholds.
 */
export function lacksEntry({ manifest, layer, sealed }: CoveredTool): boolean {
  return !manifest && layer !== "middleware" && (layer !== "refused" || sealed);
}
