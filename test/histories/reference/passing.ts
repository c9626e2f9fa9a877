import type { Allowed, Passed } from "../operation.ts";
import type { Limit } from "./authority.ts";

/** A way to call one tool; what is undefined is free. */
type Way = Omit<Allowed, "tool">;

/** Whether somebody asks to pass on more than the limits leave; `carried` are the tools that the edge could carry. */
export function widens(
  limits: readonly Limit[],
  passed: Passed,
  carried: readonly string[] | undefined,
): boolean {
  const { tools, resources = [] } = passed;
  const isFree = limits.every(({ ways }) => ways === undefined);
  const lacks = (tool: string): boolean =>
    leftOf(limits, tool).length === 0 || carried?.includes(tool) === false;
  if (tools?.some(lacks) === true) return true;
  if (tools === undefined && isFree) return false;
  const ways = (tools ?? namedIn(limits)).flatMap((tool) => leftOf(limits, tool));
  const holds = (pattern: string): boolean =>
    ways.some((way) => way.resources?.some((wider) => isBelow(pattern, wider)) ?? true);
  return !resources.every(holds);
}

function namedIn(limits: readonly Limit[]): readonly string[] {
  return [...new Set(limits.flatMap(({ ways = [] }) => ways.map(({ tool }) => tool)))];
}

/** What all limits together leave of a tool. */
function leftOf(limits: readonly Limit[], tool: string): readonly Way[] {
  let left: readonly Way[] = [{}];
  for (const { ways } of limits) {
    if (ways === undefined) continue;
    const own = ways.filter((way) => way.tool === tool);
    left = left.flatMap((one) => own.map((other) => both(one, other))).filter((way) => way !== undefined);
  }
  return left;
}

/** Undefined when two ways have nothing in common. */
function both(one: Way, other: Way): Way | undefined {
  const ids = common(one.ids, other.ids, (a, b) => a === b);
  const resources = common(one.resources, other.resources, isBelow);
  if (ids?.length === 0 || resources?.length === 0) return undefined;
  return { ...(ids === undefined ? {} : { ids }), ...(resources === undefined ? {} : { resources }) };
}

/** The narrower of each pair of which one lies below the other. */
function common(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
  below: (a: string, b: string) => boolean,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return [
    ...one.filter((each) => other.some((wider) => below(each, wider))),
    ...other.filter((each) => one.some((wider) => below(each, wider))),
  ];
}

function isBelow(pattern: string, wider: string): boolean {
  return (
    pattern === wider || wider === "**" || (wider.endsWith("/**") && pattern.startsWith(wider.slice(0, -2)))
  );
}
