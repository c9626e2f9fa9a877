import { afterAll, describe, expect, it } from "vitest";
import { blockNamed } from "./page.ts";
import { Project } from "./project.ts";

const PAGE = "docs/threads.md";

/** A model that pays once, and then says so. */
const MODEL = `import { scriptedModel } from "@ambit/testkit/model";

export const model = scriptedModel([{ name: "pay", args: { order: "1042" } }], "Order 1042 is paid.");
`;

describe("docs/threads.md, as written", () => {
  const project = new Project();

  afterAll(() => project.remove());

  it(
    "pays once: not for another subject, and not again from an older checkpoint",
    { timeout: 60_000 },
    async () => {
      project.write("model.ts", MODEL);
      project.write("threads.ts", blockNamed(PAGE, "threads.ts"));
      const { stdout, stderr } = await project.run("threads.ts");
      expect({ stdout, stderr }).toEqual({ stdout: blockNamed(PAGE, "threads-output"), stderr: "" });
    },
  );
});
