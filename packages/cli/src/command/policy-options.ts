import type { PolicyOptions } from "@ambit/policy";
import { plain } from "../print/layout/plain.ts";
import { importModule } from "./import-module.ts";
import { UsageError } from "./usage-error.ts";

/** What the application gives to its policy. */
type Given = Pick<PolicyOptions, "functions" | "schemas">;

/** The `functions` and `schemas` that the module of `--with` exports; none without a module. */
export async function readPolicyOptions(module: string | undefined): Promise<Given> {
  if (module === undefined) return {};
  const exported = await importModule(module, (exports) => exports);
  const given = (["functions", "schemas"] as const).filter((name) => exported[name] !== undefined);
  if (given.length === 0)
    throw new UsageError(
      `--with ${plain(module)}: the module exports neither functions nor schemas\n` +
        "for example: export const functions = { inRegion: { arity: 2, pure: true, call: (place, region) => place.startsWith(region) } };",
    );
  for (const name of given) {
    const value = exported[name];
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new UsageError(
        `--with ${plain(module)}: ${name} is no object of ${name} by ${name === "schemas" ? "tool" : "name"}`,
      );
  }
  // what the objects hold is checked where the policy loads
  return Object.fromEntries(given.map((name) => [name, exported[name]])) as Given;
}
