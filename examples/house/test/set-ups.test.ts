import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const EXAMPLES = join(import.meta.dirname, "../..");

it.each(["create-agent", "state-graph", "deep-agents"])("%s is one program of less than 80 lines", (name) => {
  const files = readdirSync(join(EXAMPLES, name)).filter((file) => file.endsWith(".ts"));
  expect(files.toSorted()).toEqual(["main.ts", "model.ts"]);
  expect(readFileSync(join(EXAMPLES, name, "main.ts"), "utf8").split("\n").length).toBeLessThan(80);
  expect(existsSync(join(EXAMPLES, name, "test", `${name}.test.ts`))).toBe(true);
});
