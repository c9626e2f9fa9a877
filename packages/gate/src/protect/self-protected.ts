import type { JsonObject, JsonValue, ToolEntry } from "@ambit/core";
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, parse, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

interface Target {
  readonly entry: ToolEntry;
  readonly args: JsonObject;
  readonly resources: readonly string[];
}

const MAX_PATH = 4096;

/**
 * Whether a call that is no plain read aims at Ambit's own files (L4), whatever the policy says.
 *
 * Every text in the arguments that could be a path counts, not only those with the role `path`: a manifest may be wrong.
 * Links are followed, so that a link from elsewhere does not help.
 */
export function isSelfProtected(
  protectedPaths: readonly string[],
  { entry, args, resources }: Target,
): boolean {
  if (protectedPaths.length === 0 || entry.effect === "read") return false;
  const names = protectedPaths.map((path) => basename(path));
  const isRole = (name: string): boolean => Object.hasOwn(entry.args, name) && entry.args[name] === "path";
  for (const [name, value] of Object.entries(args)) {
    if (someText(value, (text) => (isRole(name) || couldName(text, names)) && isUnder(text, protectedPaths)))
      return true;
  }
  return resources.some((resource) => resource.startsWith("file:") && isUnder(resource, protectedPaths));
}

function someText(value: JsonValue, test: (text: string) => boolean): boolean {
  if (typeof value === "string") return test(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value as JsonObject).some((member) => someText(member, test));
}

/** A cheap first look: only texts with a separator or the name of a protected file can lead there. */
function couldName(text: string, names: readonly string[]): boolean {
  if (text.length > MAX_PATH) return false;
  return text.includes("/") || text.includes(sep) || names.some((name) => text.includes(name));
}

function isUnder(text: string, protectedPaths: readonly string[]): boolean {
  const lexical = asPath(text);
  if (lexical === undefined) return false;
  if (protectedPaths.some((path) => within(lexical, path))) return true;
  // where not even the first step exists there is no link to follow; most prose with a slash ends here
  if (!existsSync(firstStep(lexical))) return false;
  const real = realPath(lexical);
  return protectedPaths.some((path) => within(real, path));
}

function asPath(text: string): string | undefined {
  if (text.includes("\0") || text.length > MAX_PATH) return undefined;
  try {
    return text.startsWith("file:") ? fileURLToPath(text) : resolve(text);
  } catch {
    return undefined;
  }
}

/** The first step that a path takes below the current folder, or below the root. */
function firstStep(path: string): string {
  const base = path.startsWith(process.cwd() + sep) ? process.cwd() + sep : parse(path).root;
  const end = path.indexOf(sep, base.length);
  return end < 0 ? path : path.slice(0, end);
}

/** The real path of the nearest ancestor that exists, with the rest appended. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
