import { canonicalResource } from "@ambit/core";

/** What stands for a star, a named segment or any number of segments. */
const FILLED: readonly (readonly [RegExp, string])[] = [
  [/\*/gu, "x"],
  [/\/:[^/]+/gu, "/x"],
  [/\{[^{}]*\}/gu, "x"],
];

/** Concrete resources that a pattern of a rule or grant may match: few, and none for a pattern that says nothing. */
export function instancesOf(pattern: string): readonly string[] {
  if (/^\**$/u.test(pattern)) return [];
  const depths = pattern.includes("**") ? ["x", "x/y"] : [""];
  return depths.flatMap((below) => {
    const whole = pattern.replaceAll("**", below);
    const filled = FILLED.reduce((text, [hole, value]) => text.replaceAll(hole, value), whole);
    try {
      return [canonicalResource(filled)];
    } catch {
      return []; // a regular expression, say
    }
  });
}

/** What the placeholders of a template must stand for to make a resource: `args.id` → `7`; undefined when none do. */
export function unify(template: string, resource: string): Readonly<Record<string, string>> | undefined {
  const names: string[] = [];
  let source = "";
  for (const part of template.split(/(\{[^{}]*\})/u)) {
    if (!part.startsWith("{")) {
      source += part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
      continue;
    }
    const name = part.slice(1, -1);
    names.push(name.replace(/\/$/u, ""));
    source += name.endsWith("/") ? "(.+)" : "([^/?#]+)";
  }
  const match = new RegExp(`^${source}$`, "u").exec(resource);
  if (match === null) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decoded(match[index + 1] ?? "")]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
