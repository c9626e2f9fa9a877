import { expect, it } from "vitest";
import { readYaml } from "../src/source/read-yaml.ts";

it("reads data, and texts for dates", () => {
  expect(readYaml("- id: 1\n  when: 2024-05-15 11:00:00\n  to: ['6']")).toEqual([
    { id: 1, when: "2024-05-15 11:00:00", to: ["6"] },
  ]);
  expect(readYaml("1810.0")).toBe(1810);
});

it.each([
  ["a repeated key", "a: 1\na: 2"],
  ["a second document", "a: 1\n---\nb: 2"],
  ["a reference", "a: &x [1]\nb: *x"],
  ["no YAML", "a: 'b"],
  ["a list in a text", "said: hello: - x\n- y"],
])("reads nothing from %s", (_what, text) => {
  expect(readYaml(text)).toBeUndefined();
});
