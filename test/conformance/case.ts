/** One decision that casbin made. */
export interface Case {
  readonly name: string;
  readonly model: Readonly<Record<Section, Readonly<Record<string, string>>>>;
  /** `[ptype, field, …]` in casbin's order. */
  readonly policies: readonly (readonly string[])[];
  readonly request: readonly unknown[];
  /** Whether `expected` names the rule too, as `enforceEx` does. */
  readonly explain: boolean;
  /** Used instead of the model's matcher. */
  readonly matcher?: string;
  readonly context?: { readonly rType: string };
  readonly expected: boolean | readonly [boolean, readonly string[]];
}

type Section = keyof typeof HEADERS;

const HEADERS = {
  r: "request_definition",
  p: "policy_definition",
  g: "role_definition",
  e: "policy_effect",
  m: "matchers",
} as const;

/** The cases of a JSON Lines text. */
export function readCases(text: string): readonly Case[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Case);
}

/** The model as a model file holds it. */
export function modelText({ model, matcher }: Case): string {
  const sections = { ...model, ...(matcher === undefined ? {} : { m: { m: matcher } }) };
  return (Object.keys(HEADERS) as Section[])
    .filter((section) => Object.keys(sections[section]).length > 0)
    .map((section) => {
      const lines = Object.entries(sections[section]).map(([key, value]) => `${key} = ${value}\n`);
      return `[${HEADERS[section]}]\n${lines.join("")}`;
    })
    .join("");
}

/** The rules as a rules file holds them. */
export function rulesText({ policies }: Case): string {
  return policies.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(", ")).join("\n");
}
