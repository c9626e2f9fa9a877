import { compileTemplate, type TemplateVars } from "./template.ts";

/** Resources of which one decision may speak: a single one, or all that begin with a text. */
export interface ResourceClass {
  /** The resource itself, or the text with which all of the class begin. */
  readonly text: string;
  /** `segment`: what follows stands in one segment; `below`: it may hold more of them. */
  readonly reach: "resource" | "segment" | "below";
}

/** The text with which the resources of a template begin, in their canonical spelling; undefined where there is none. */
export type ClassStart = (vars: Omit<TemplateVars, "args">) => string | undefined;

const FIRST_ARGUMENT = /\{args[^{}]*\}/u;
/** Stands for what follows: no canonical spelling changes it. */
const ANY = "z";

/** Reads the class of a template: what stands before its first `{args…}`. */
export function compileClassStart(template: string): ClassStart {
  const at = FIRST_ARGUMENT.exec(template)?.index;
  if (at === undefined || at === 0) return () => undefined;
  const expand = compileTemplate(`${template.slice(0, at)}${ANY}`);
  return (vars) => {
    try {
      const [spelled] = expand({ ...vars, args: {} });
      return spelled?.endsWith(ANY) === true ? spelled.slice(0, -ANY.length) : undefined;
    } catch {
      return undefined; // what a call names by it is spelled otherwise, and is a class of its own
    }
  };
}

/**
 * The class of a canonical resource: of the first start with which it begins, else its own.
 *
 * What is encoded in it is left to a decision of its own: patterns refuse some of it.
 */
export function classOf(resource: string, starts: readonly string[]): ResourceClass {
  const start = starts.find((text) => resource.length > text.length && resource.startsWith(text));
  if (start === undefined) return { text: resource, reach: "resource" };
  const rest = resource.slice(start.length);
  if (rest.includes("%")) return { text: resource, reach: "resource" };
  return { text: start, reach: /[/?]/u.test(rest) ? "below" : "segment" };
}
