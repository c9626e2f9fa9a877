import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PolicyError, testPolicy } from "@ambit/policy";
import { describe, expect, it } from "vitest";

const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
const SLOW = { timeout: 120_000 };

/** What a field of a rule becomes when it limits nothing, by its column. */
const WIDEST: Readonly<Record<number, string>> = { 6: "*", 8: "*", 9: "true", 11: "none" };
const EFFECT = 10;

/** The rules with one change each: a row lost, an effect turned, a sensitivity, depth, condition or obligation lost. */
function mutants(rules: string): readonly { readonly what: string; readonly rules: string }[] {
  const lines = rules.split("\n");
  return lines.flatMap((line, index) => {
    // a path implies the purpose above it, with a g3 row or without
    if (line === "" || line.startsWith("#") || line.startsWith("g3")) return [];
    const changed = [{ what: `lost: ${line}`, text: "" }];
    const fields = line.split(", ");
    if (fields[0] === "p") {
      const effect = fields[EFFECT] === "allow" ? "deny" : "allow";
      changed.push({ what: `turned: ${line}`, text: fields.with(EFFECT, effect).join(", ") });
      for (const [column, widest] of Object.entries(WIDEST)) {
        const text = fields.with(Number(column), widest).join(", ");
        if (text !== line) changed.push({ what: `wider: ${text}`, text });
      }
    }
    return changed.map(({ what, text }) => ({ what, rules: lines.with(index, text).join("\n") }));
  });
}

/** A policy that its linter refuses does not pass either. */
async function passes(
  source: Parameters<typeof testPolicy>[0],
  suites: readonly { readonly file: string; readonly text: string }[],
): Promise<boolean> {
  try {
    return (await testPolicy(source, { suites })).passed;
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}

describe.each([
  { folder: "demo/policy-bank", file: "bank.test.yaml", redundant: [] },
  // subject and lead hold the role twice, so that a denial needs one of the two rows
  {
    folder: "demo/policy-team",
    file: "team.test.yaml",
    redundant: ["lost: g, note-reader, anyone", "lost: g, coordinator, anyone"],
  },
  { folder: "multi-tenant/policy", file: "tenant.test.yaml", redundant: [] },
  { folder: "next-route/policy", file: "orders.test.yaml", redundant: [] },
  { folder: "create-agent/policy", file: "mail.test.yaml", redundant: [] },
  { folder: "state-graph/policy", file: "cleanup.test.yaml", redundant: [] },
  { folder: "deep-agents/policy", file: "news.test.yaml", redundant: [] },
])("the tests of examples/$folder", SLOW, ({ folder, file, redundant }) => {
  const read = (name: string): string => readFileSync(join(EXAMPLES, folder, name), "utf8");

  it("notice every change of a rule that matters", async () => {
    const suites = [{ file, text: read(file) }];
    const unnoticed: string[] = [];
    const all = mutants(read("rules.csv"));
    for (const { what, rules } of all) {
      const source = { model: read("model.conf"), rules, tools: read("tools.yaml") };
      if (await passes(source, suites)) unnoticed.push(what);
    }
    console.log(`${folder}: ${all.length} changes, ${all.length - unnoticed.length} noticed`);
    expect(all.length).toBeGreaterThan(10);
    expect(unnoticed).toEqual(redundant);
  });
});
