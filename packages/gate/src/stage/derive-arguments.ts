import {
  type Awaitable,
  type CodeName,
  equalJson,
  type JsonObject,
  type JsonValue,
  replaceAt,
  type ToolEntry,
} from "@ambit/core";
import type { HostCall } from "../call/host-call.ts";
import { copyPlain, project } from "../call/project.ts";
import { andThen } from "./awaiting.ts";

/** The frozen projection of the arguments, and a second copy that is equal to it. */
export interface DerivedArguments {
  readonly value: JsonObject;
  readonly copy: unknown;
}

/** Reads the arguments once (L5); everything decided later is decided on what this returns. */
export function deriveArguments(host: HostCall, entry: ToolEntry): Awaitable<DerivedArguments | CodeName> {
  const projection = project(host.args);
  if (projection === undefined) return "args_opaque";
  const value = asObject(projection.value);
  if (projection.rebuildable) return { value, copy: copyPlain(host.args) };
  // A class instance can be rebuilt only by the tool's own schema, from the raw input and to the same projection.
  if (host.parse === undefined || project(host.raw)?.rebuildable !== true) return "args_unstable";
  return andThen(host.parse(copyPlain(host.raw)), (copy) => {
    const again = project(copy);
    const decided = withoutOpaque(projection.value, entry);
    const isStable = again !== undefined && equalJson(withoutOpaque(again.value, entry), decided);
    return isStable ? { value, copy } : "args_unstable";
  });
}

/** Tools with a single text argument get it under the name `input`, as LangChain does. */
function asObject(value: JsonValue): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : Object.freeze({ input: value });
}

/** The value without what the manifest declares opaque: it need not be the same twice (L5). */
export function withoutOpaque(value: JsonValue, { opaque }: ToolEntry): JsonValue {
  return opaque.reduce((rest, path) => replaceAt(rest, path, () => undefined).value, value);
}
