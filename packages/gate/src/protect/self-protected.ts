import type { JsonObject, JsonValue, ToolEntry } from "@ambit/core";
import { sep } from "node:path";
import { isMentionedIn } from "./mentioned.ts";
import { overlaps } from "./overlaps.ts";
import type { Protections } from "./protected-paths.ts";
import { isFileUrl, pathOf, realPath, startsNowhere } from "./real-path.ts";

interface Target {
  readonly entry: ToolEntry;
  readonly args: JsonObject;
  readonly resources: readonly string[];
}

/** Beyond this a text without the role `path` is no path: no file system takes a longer one. */
const MAX_PATH = 4096;

/**
 * Whether a call that is no plain read aims at Ambit's own files, or any call at its keys (L4), whatever the policy says.
 *
 * Every text in the arguments that could be a path counts, names of members too, not only those with the role `path`: a
 * manifest may be wrong. Links are followed, and a folder that holds a protected one counts as well: it could be moved. Of
 * a text that is no prose each word counts, too, as of a command for a shell.
 */
export function isSelfProtected({ written, read }: Protections, target: Target): boolean {
  const { entry, args, resources } = target;
  const { paths, names } = entry.effect === "read" ? read : written;
  if (paths.length === 0) return false;
  const roles = rolesOf(entry);
  const aims = (text: string, path: string): boolean => {
    const role = roles.get(path);
    if (role === "path") return isAimedAt(text, paths, true);
    if (couldName(text, names) && isAimedAt(text, paths, false)) return true;
    return role !== "prose" && isMentionedIn(text, { paths, names });
  };
  return (
    someText(args, "", aims) ||
    resources.some((resource) => isFileUrl(resource) && aims(resource, "resource"))
  );
}

// by entry: a policy's manifest is immutable
const known = new WeakMap<ToolEntry, ReadonlyMap<string, string>>();

/** The roles of an entry's arguments. */
function rolesOf(entry: ToolEntry): ReadonlyMap<string, string> {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const roles = new Map(Object.entries(entry.args).map(([path, role]) => [bare(path), role]));
  known.set(entry, roles);
  return roles;
}

function bare(path: string): string {
  return path.replaceAll("[*]", "");
}

type TextTest = (text: string, path: string) => boolean;

function someText(value: JsonValue, path: string, test: TextTest): boolean {
  if (typeof value === "string") return test(value, path);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).some((item) => someText(item, path, test));
  return Object.entries(value as JsonObject).some(
    ([name, member]) =>
      test(name, "member") || someText(member, path === "" ? name : `${path}.${name}`, test),
  );
}

/** A cheap first look at texts without a role: only a separator, a dot or the name of a protected file can lead there. */
function couldName(text: string, names: readonly string[]): boolean {
  if (text.length > MAX_PATH) return false;
  return (
    text.includes("/") || text.includes(sep) || text === "." || names.some((name) => text.includes(name))
  );
}

/** Whether a text names a protected path, something in it, or something that holds it. */
function isAimedAt(text: string, protectedPaths: readonly string[], isPath: boolean): boolean {
  const lexical = pathOf(text);
  // what is meant as a path and cannot be read as one is not known to be harmless
  if (lexical === undefined) return isPath || isFileUrl(text);
  if (protectedPaths.some((path) => overlaps(lexical, path))) return true;
  if (!isPath && startsNowhere(lexical)) return false;
  const real = realPath(lexical);
  return protectedPaths.some((path) => overlaps(real, path));
}
