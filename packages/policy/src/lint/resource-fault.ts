import { canonicalResource, type ToolEntry } from "@ambit/core";

import type { TestKind } from "./column-test.ts";

const SCHEME = /^([a-z][a-z0-9+.-]+):/u;

/**
 * Why no resource with one of these schemes can meet a text of the resource column; undefined where one may.
 *
 * Only spelling and scheme are compared; `schemes` is undefined when they are not known.
 */
export function resourceFault(
  text: string,
  kind: TestKind,
  schemes: ReadonlySet<string> | undefined,
): string | undefined {
  if (kind.type === "pattern" ? UNSPELLED.has(kind.function) : kind.type !== "equal") return undefined;
  const scheme = SCHEME.exec(text)?.[1];
  if (scheme === undefined) {
    if (text.startsWith("/")) return `resources are canonical, and none starts with a slash (file://${text})`;
    const spelled = kind.type === "pattern" || isCanonical(text);
    return spelled ? undefined : "no canonical resource is spelled like this";
  }
  if (schemes === undefined || schemes.has(scheme)) return undefined;
  const some = [...schemes].slice(0, 3).join(", ");
  return `no tool that the rule names has a resource of the scheme ${scheme} (only ${some})`;
}

/** Functions whose texts need not start as what they match does. */
const UNSPELLED: ReadonlySet<string> = new Set(["regexMatch", "ipMatch"]);

function isCanonical(text: string): boolean {
  try {
    return canonicalResource(text) === text;
  } catch {
    return false;
  }
}

/** The schemes of all resources that calls of these tools may have; undefined when a resolver may give any. */
export function schemesOf(tools: readonly ToolEntry[]): ReadonlySet<string> | undefined {
  const schemes = new Set(["tool"]); // of a tool without templates, or whose lists are empty
  for (const { resources, resolve } of tools) {
    if (resolve !== undefined) return undefined;
    for (const template of resources) {
      const scheme = template.startsWith("/") ? "file" : SCHEME.exec(template.toLowerCase())?.[1];
      if (scheme === undefined) return undefined;
      schemes.add(scheme);
    }
  }
  return schemes;
}
