import { loadPolicy, type PolicySnapshot } from "@ambit/policy";
import { existsSync, readFileSync } from "node:fs";
import { UsageError } from "../../tools/arguments.ts";

const OWN = new URL("./", import.meta.url);

/** The policy of counted reasons, with the manifest in a file, or else the one that was written for the suite. */
export function loadSuitePolicy(suite: string, manifest: string | undefined): Promise<PolicySnapshot> {
  const file = manifest ?? new URL(`manifest/${encodeURIComponent(suite)}.yaml`, OWN);
  if (!existsSync(file))
    throw new UsageError(`there is no manifest for "${suite}": name one with --manifest`);
  return loadPolicy({
    model: readFileSync(new URL("policy/model.conf", OWN), "utf8"),
    rules: readFileSync(new URL("policy/rules.csv", OWN), "utf8"),
    tools: readFileSync(file, "utf8"),
  });
}
