import type { Node } from "../expression/node.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { AttributeMissing } from "./attribute-missing.ts";
import { ConditionError } from "./condition-error.ts";

/** Where attributes come from. */
export interface Attributes {
  readonly env: unknown;
  readonly args: unknown;
}

/** An attribute path of a condition: `env.x.y`, `args.x`, `subject.x`. */
export interface AttributePath {
  readonly name: string;
  readonly root: "env" | "args";
  readonly members: readonly string[];
}

const ROOTS = ["env", "args", "subject"] as const;

/** What `env` holds; only `subject` has attributes of its own, which are open. */
export const ENV: readonly string[] = [
  "attempt",
  "branch",
  "siblings",
  "tainted",
  "seen",
  "generation",
  "hour",
  "subject",
  "actor",
  "tenant",
  "model",
];

/** Reads an attribute path from the parser's node; `subject.x` is `env.subject.x`. */
export function attributePath(node: Node): AttributePath {
  const members: string[] = [];
  let at = node;
  while (at.type === "MemberExpression") {
    if (at.computed || at.property.type !== "Identifier") {
      throw new ConditionError("an attribute is read by its plain name: args.amount", "[");
    }
    members.unshift(at.property.name);
    at = at.object;
  }
  if (at.type !== "Identifier") throw new ConditionError("only env, args and subject have attributes", "");
  const root = ROOTS.find((name) => name === (at as { readonly name: string }).name);
  if (root === undefined) throw unknownRoot(at.name, members.length > 0);
  if (members.length === 0) throw new ConditionError(`${root} is read by its attributes: ${root}.name`, root);
  if (root === "env") checkEnv(members[0] ?? "");
  const name = [root, ...members].join(".");
  return root === "subject"
    ? { name, root: "env", members: ["subject", ...members] }
    : { name, root, members };
}

function checkEnv(member: string): void {
  if (ENV.includes(member)) return;
  const nearest = nearestWord(member, ENV);
  throw new ConditionError(
    `"env.${member}" is unknown in a condition: no call could meet it`,
    `env.${member}`,
    nearest === undefined ? undefined : `env.${nearest}`,
  );
}

function unknownRoot(name: string, dotted: boolean): ConditionError {
  const known = dotted ? ROOTS : [...ROOTS, "true", "false"];
  return new ConditionError(
    `"${name}" is unknown in a condition, which reads env, args and subject: no call could meet it`,
    name,
    nearestWord(name, known),
  );
}

/** The value of an attribute: own properties only; undefined when it is missing. */
export function findAttribute(attributes: Attributes, path: AttributePath): unknown {
  let value = attributes[path.root];
  for (const member of path.members) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[member];
  }
  return value;
}

/** The value of an attribute, a boolean, number or text; throws when it is missing or something else. */
export function readAttribute(attributes: Attributes, path: AttributePath): boolean | number | string {
  const value = findAttribute(attributes, path);
  if (value === undefined) throw new AttributeMissing(path.name);
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw new TypeError(`attribute ${path.name} is neither a boolean, a number nor a text`);
}
