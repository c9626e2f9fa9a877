import { AttributeMissing } from "../condition/attribute-missing.ts";
import type { AttributeKind } from "./attribute-kind.ts";

/** An own member of a value; throws `AttributeMissing` when there is none. */
export function ownMember(value: unknown, member: string, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, member))
    throw new AttributeMissing(name);
  return (value as Readonly<Record<string, unknown>>)[member];
}

/** The value of an attribute; throws when it is missing or not what it is compared with. */
export function checkedAttribute(value: unknown, kind: AttributeKind, name: string): unknown {
  if (value === undefined || value === null) throw new AttributeMissing(name);
  const type = typeof value;
  const fits =
    kind === "scalar" ? type === "boolean" || type === "number" || type === "string" : type === kind;
  if (!fits || Number.isNaN(value))
    throw new TypeError(`attribute ${name} is no ${kind === "scalar" ? "boolean, number or text" : kind}`);
  return value;
}
