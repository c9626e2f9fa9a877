import { pathCovers, type ToolEntry } from "@ambit/core";

import type { Clause, ClausePart, ClauseValue } from "./clause.ts";

/** Stands in the place of a secret. */
export const MASK = "▒▒▒";

/** Whether a value is a secret by its name, `args.card`: the manifest redacts it or gives it the role `secret`. */
export type IsSecret = (name: string) => boolean;

/** The secrets of a tool. What leads to a secret is one too. */
export function secretsOf(entry: ToolEntry | undefined): IsSecret {
  if (entry === undefined) return () => true;
  const roles = Object.entries(entry.args).filter(([, role]) => role === "secret");
  const paths = [...roles.map(([path]) => path), ...Object.keys(entry.redact)];
  return (name) => {
    if (!name.startsWith("args.")) return false;
    const path = name.slice("args.".length);
    return paths.some((secret) => pathCovers(secret, path) || pathCovers(path, secret));
  };
}

/** Clauses in which no value is a secret. */
export function maskClauses(clauses: readonly Clause[], isSecret: IsSecret): readonly Clause[] {
  return clauses.map((clause) => ({
    ...maskPart(clause, isSecret),
    ...(clause.parts === undefined ? {} : { parts: clause.parts.map((part) => maskPart(part, isSecret)) }),
  }));
}

function maskPart<T extends ClausePart>(part: T, isSecret: IsSecret): T {
  const mask = (read: ClauseValue): ClauseValue => (isSecret(read.name) ? { ...read, value: MASK } : read);
  return { ...part, values: part.values.map(mask) };
}
