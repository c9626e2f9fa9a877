import { ANY_TARGET } from "@ambit/gate";
import { Command, END, ParentCommand } from "@langchain/langgraph";
import { isProxy } from "node:util/types";

/**
 * The nodes to which a tool's result hands over; undefined when it is no handoff.
 *
 * Read as plain data: nothing of the tool's runs here. A handoff that does not let itself be read goes to any node.
 */
export function targetsOf(result: unknown): readonly string[] | undefined {
  if (!Array.isArray(result)) return targetsOfOne(result);
  const targets = result.map(targetsOfOne).filter((each) => each !== undefined);
  return targets.length === 0 ? undefined : targets.flat();
}

function targetsOfOne(result: unknown): readonly string[] | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  switch (isCommand(result)) {
    case true:
      return targetsOfCommand(result, Command.PARENT);
    case undefined:
      return [ANY_TARGET];
    case false:
      return undefined;
  }
}

/** The same of what a tool or a graph throws to leave the graph around it. */
export function targetsOfThrown(error: unknown): readonly string[] | undefined {
  if (!isParentCommand(error)) return undefined;
  const command = dataOf(error, "command");
  return typeof command === "object" && command !== null
    ? targetsOfCommand(command, undefined)
    : [ANY_TARGET];
}

/** By the host's own test; undefined where that cannot be told. */
function isCommand(value: object): boolean | undefined {
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null || !("lg_name" in value)) return false;
    return value.lg_name === "Command";
  } catch {
    return undefined;
  }
}

/** By the host's own test of what is thrown; one that does not let itself be read counts as one. */
export function isParentCommand(error: unknown): error is Error {
  if (typeof error !== "object" || error === null) return false;
  try {
    return (error as { readonly name?: unknown }).name === ParentCommand.unminifiable_name;
  } catch {
    return true;
  }
}

/** Of a command that goes to another graph than its own; `parent` is what says so, undefined when that is known. */
function targetsOfCommand(command: object, parent: string | undefined): readonly string[] | undefined {
  const graph = dataOf(command, "graph");
  if (parent !== undefined && graph !== OPAQUE && graph !== parent) return undefined;
  // what was not to be read may be read otherwise by the host
  if (graph === OPAQUE && parent !== undefined) return [ANY_TARGET];
  const goto = dataOf(command, "goto");
  const steps =
    Array.isArray(goto) && !isProxy(goto)
      ? Array.from({ length: goto.length }, (_, index) => dataOf(goto, index))
      : [goto];
  return steps.map(nodeOf).filter((node) => node !== END);
}

function nodeOf(step: unknown): string {
  const node = typeof step === "object" && step !== null ? dataOf(step, "node") : step;
  return typeof node === "string" ? node : ANY_TARGET;
}

const OPAQUE = Symbol("opaque");

/** An own data property; `OPAQUE` where a function would have to run to read it, or where it is not there. */
function dataOf(value: object, key: string | number): unknown {
  if (isProxy(value)) return OPAQUE;
  const property = Object.getOwnPropertyDescriptor(value, key);
  return property !== undefined && "value" in property ? property.value : OPAQUE;
}
