import type { Model } from "casbin";

const SECTIONS = [
  ["request_definition", "r"],
  ["policy_definition", "p"],
  ["role_definition", "g"],
  ["policy_effect", "e"],
  ["matchers", "m"],
] as const;

/** The model file of a model that casbin has read: what is checked is what it would evaluate. */
export function modelText(model: Model): string {
  const sections = SECTIONS.map(([name, key]) => {
    const definitions = [...(model.model.get(key) ?? [])].map(
      ([own, { value }]) => `${own} = ${dotted(value)}\n`,
    );
    return definitions.length === 0 ? "" : `[${name}]\n${definitions.join("")}`;
  });
  return sections.join("");
}

/** Casbin keeps `r.sub` as `r_sub`; texts within quotes stay as they are. */
function dotted(value: string): string {
  return value.replaceAll(/"[^"]*"|'[^']*'|\b([rp]\d*)_/gu, (found, token?: string) =>
    token === undefined ? found : `${token}.`,
  );
}
