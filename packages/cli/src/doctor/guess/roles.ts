import type { ArgumentRole } from "@ambit/core";
import type { Guess } from "./guess.ts";
import { wordsOf } from "./words.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The role of one argument; without one it counts as naming someone or something, the strictest. */
export interface GuessedRole {
  /** The argument's name. */
  readonly path: string;
  readonly role?: Guess<ArgumentRole>;
}

/** Words of names, by role: the first role that has one of them is it. */
const WORDS: readonly (readonly [ArgumentRole, string])[] = [
  ["secret", "password passwd passphrase secret token credential credentials apikey pin otp cvv cvc"],
  ["address", "email mail to cc bcc recipient recipients address phone iban account payee beneficiary"],
  ["url", "url uri link href endpoint webhook website"],
  ["path", "path file filename filepath dir directory folder"],
  ["object", "id ids uuid key ref number"],
];
const PROSE = new Set(
  "body text content contents message subject description note notes comment title summary".split(" "),
);
/** Any other name would be read as a path into the arguments. */
const PLAIN = /^[^.[\]{}/\s]+$/u;
const COUNTS = new Set(
  (
    "amount price total quantity qty count limit offset page pages size width height length depth top max min days hours " +
    "minutes seconds timeout percent lines head tail year month day"
  ).split(" "),
);
const FORMATS: Readonly<Record<string, ArgumentRole>> = {
  email: "address",
  uri: "url",
  url: "url",
  uuid: "object",
  password: "secret",
};

/** The arguments of a tool, in the order of its schema, each with the role that it probably has. */
export function rolesOf(schema: Schema | undefined): readonly GuessedRole[] {
  const properties = schema?.["properties"];
  if (!isSchema(properties)) return [];
  return Object.entries(properties).map(([path, property]) => {
    const role = roleOf(path, isSchema(property) ? property : {});
    return role === undefined ? { path } : { path, role };
  });
}

function roleOf(name: string, property: Schema): Guess<ArgumentRole> | undefined {
  const inner = property["type"] === "array" && isSchema(property["items"]) ? property["items"] : property;
  const words = wordsOf(name);
  if (!PLAIN.test(name)) return undefined;
  if (inner["type"] === "boolean") return { value: "quantity", why: "yes or no" };
  const said = WORDS.find(([, list]) => words.some((word) => list.split(" ").includes(word)))?.[0];
  if (said === "secret" || isApiKey(words)) return { value: "secret", why: "its name" };
  const format = formatOf(inner);
  if (format !== undefined) return { value: format, why: "its format" };
  return said === undefined ? laxRole(words, inner) : { value: said, why: "its name" };
}

/** Roles of values that name nobody: only where type and name agree. */
function laxRole(words: readonly string[], { type, enum: values }: Schema): Guess<ArgumentRole> | undefined {
  if (Array.isArray(values)) return { value: "name", why: "one of a few values" };
  if (type === "number" || type === "integer") {
    return words.some((word) => COUNTS.has(word))
      ? { value: "quantity", why: "a number, its name" }
      : undefined;
  }
  const isProse = type === "string" && PROSE.has(words.at(-1) ?? "");
  return isProse ? { value: "prose", why: "a text, its name" } : undefined;
}

function formatOf({ format }: Schema): ArgumentRole | undefined {
  return typeof format === "string" && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
}

function isApiKey(words: readonly string[]): boolean {
  return words.includes("api") && words.includes("key");
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
