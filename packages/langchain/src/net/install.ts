import { AmbitError } from "@ambit/core";
import { type Build, otherBuild, ownBuild } from "./builds.ts";
import { catchGraphs } from "./graphs.ts";
import { catchRemote } from "./remote.ts";
import { catchTools } from "./tools.ts";

const caught = new WeakSet<object>();

/**
 * Lays the net over the host's classes, of either build as soon as it is loaded; what is caught already costs nothing.
 *
 * Throws `net_broken` where the host has no such class or its calls do not come through: nothing would be caught.
 */
export function installNet(): void {
  catchBuild(ownBuild);
  catchBuild(otherBuild());
}

function catchBuild({ tools, graph, remote }: Build): void {
  if (tools !== undefined) once(tools.StructuredTool, () => catchTools(tools));
  if (graph !== undefined) once(graph, () => mustCatch(catchGraphs(graph.prototype), "graphs"));
  if (remote !== undefined) once(remote, () => mustCatch(catchRemote(remote.prototype), "remote graphs"));
}

function once(of: object, catching: () => void): void {
  if (caught.has(of)) return;
  catching();
  caught.add(of);
}

function mustCatch(isCaught: boolean, what: string): void {
  if (!isCaught) throw new AmbitError("net_broken", { what });
}
