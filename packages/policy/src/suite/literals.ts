import type { JsonValue } from "@ambit/core";

import { type Node, walk } from "../expression/node.ts";
import { parseExpression } from "../expression/parse.ts";

/** Values of an attribute at which conditions change, by its path: `args.amount`, `env.hour`. */
export type TurningPoints = ReadonlyMap<string, readonly (JsonValue | undefined)[]>;

/** Reads from the texts of conditions at which values of attributes they change; undefined stands for its absence. */
export function turningPoints(conditions: readonly string[]): TurningPoints {
  const points = new Map<string, Set<JsonValue | undefined>>();
  const parts = conditions.flatMap(parsed).flatMap((node) => [...walk(node)]);
  for (const [name, values] of parts.flatMap(pointsIn)) {
    points.set(name, new Set([...(points.get(name) ?? []), ...values]));
  }
  return new Map([...points].map(([name, values]) => [name, [...values]]));
}

/** An attribute, and values at which a part of a condition changes. */
type Point = readonly [string, readonly (JsonValue | undefined)[]];

function pointsIn(part: Node): readonly Point[] {
  if (part.type === "CallExpression") return part.arguments.flatMap((each) => pointOf(each, [undefined]));
  if (part.type !== "BinaryExpression") return [];
  const { left, right } = part;
  return [
    ...pointOf(left, literalsIn(right).flatMap(around)),
    ...pointOf(right, literalsIn(left).flatMap(around)),
  ];
}

function pointOf(attribute: Node, values: Point[1]): readonly Point[] {
  const name = pathOf(attribute);
  return name === undefined ? [] : [[name, values]];
}

function parsed(text: string): readonly Node[] {
  try {
    return [parseExpression(text)];
  } catch {
    return []; // a text that only looks like a condition
  }
}

function literalsIn(node: Node): readonly JsonValue[] {
  if (node.type === "ArrayExpression") return node.elements.flatMap(literalsIn);
  if (node.type === "Literal") return [node.value as JsonValue];
  if (node.type === "UnaryExpression" && node.operator === "-" && node.argument.type === "Literal") {
    return [-(node.argument.value as number)];
  }
  return [];
}

/** A value and what lies just beside it. */
export function around(value: JsonValue): readonly JsonValue[] {
  if (typeof value === "number") return [value, value - 1, value + 1];
  if (typeof value === "boolean") return [value, !value];
  return typeof value === "string" ? [value, `${value}x`] : [value];
}

/** `args.order.id` of a member expression; undefined for anything else. */
function pathOf(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier")
    return undefined;
  const above = pathOf(node.object);
  return above === undefined ? undefined : `${above}.${node.property.name}`;
}
