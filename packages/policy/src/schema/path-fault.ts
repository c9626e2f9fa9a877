import { nearestWord } from "../finding/nearest-word.ts";
import type { JsonSchema } from "./json-schema.ts";
import { lookUp, type Steps } from "./look-up.ts";

/** What is wrong with the path of an argument: `cc[*].address` where the schema has no such thing. */
export interface PathFault {
  readonly suggestion: string | undefined;
}

/** Whether a schema has no argument at a path as a manifest writes it; undefined when it may have one. */
export function pathFault(schema: JsonSchema, path: string): PathFault | undefined {
  const steps = stepsOf(path);
  const looked = lookUp(schema, steps);
  if (looked.found !== "no") return undefined;
  const nearest = nearestWord(steps[looked.step] ?? "", looked.names);
  return { suggestion: nearest === undefined ? undefined : written(steps.with(looked.step, nearest)) };
}

function stepsOf(path: string): Steps {
  return path.split(/\.|(?=\[\*\])/u);
}

function written(steps: Steps): string {
  return steps.join(".").replaceAll(".[*]", "[*]");
}
