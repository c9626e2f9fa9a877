import type { PolicyRequest } from "@ambit/core";
import type { Links } from "./world.ts";

/** What varies in a company, whatever its policy looks like. */
export const TENANTS = 97;
export const TOOLSETS = 20;
export const TOOLS = 60;

/** The tool manifest: nothing in it matters but the names. */
export const MANIFEST: string = list(
  TOOLS,
  (tool) => `tool-${tool}: { action: read, effect: read, sensitivity: internal }\n`,
).join("");

/** Ten rules per role. */
export function rolesOf(size: number): number {
  return Math.ceil(size / 10);
}

function usersOf(size: number): number {
  return Math.max(500, rolesOf(size));
}

/** A role for each user, and one that all have. */
export function userLinks(size: number): Links {
  const roles = rolesOf(size);
  const links = new Map<string, readonly string[]>();
  for (const user of list(usersOf(size), (at) => at)) links.set(`user:${user}`, [`role-${user % roles}`]);
  for (const role of list(roles, (at) => at)) links.set(`role-${role}`, ["any"]);
  return links;
}

/** How calls are made that rules were written for. */
export interface Made {
  /** A call that the rule at this place allows to the user that has the number of its role. */
  readonly allowed: (at: number) => PolicyRequest;
  readonly denied: (call: PolicyRequest) => PolicyRequest;
}

/** So many calls in turn, by all users of each role; every tenth is denied. */
export function calls(count: number, size: number, { allowed, denied }: Made): readonly PolicyRequest[] {
  const users = usersOf(size);
  const roles = rolesOf(size);
  return list(count, (at) => {
    const call = allowed(at * 7919);
    const role = Number(call.principals[0]?.id.slice("user:".length));
    const more = Math.floor((users - 1 - role) / roles) + 1;
    const own = { ...call, principals: [{ id: `user:${role + roles * (at % more)}` }] };
    return at % 10 === 9 ? denied(own) : own;
  });
}

export function pick<T>(from: readonly T[], at: number): T {
  return from[at % from.length] as T;
}

export function list<T>(length: number, make: (at: number) => T): readonly T[] {
  return Array.from({ length }, (_, at) => make(at));
}
