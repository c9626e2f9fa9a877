import { afterAll, describe, expect, it } from "vitest";
import { blockNamed } from "./page.ts";
import { Project } from "./project.ts";
import { timeless } from "./timeless.ts";

const PAGE = "docs/authority.md";

/** A lead that asks a clerk until it is told to refund, and a clerk that refunds at once. */
const MODEL = `import { scriptedModel } from "@ambit/testkit/model";

const order = { order: "1042" };
export const leadModel = scriptedModel(
  ([first]) =>
    first.text.startsWith("Refund")
      ? [{ name: "refund", args: order }]
      : [{ name: "ask_clerk", args: { task: "Look order 1042 up" } }],
  "Done.",
);
export const clerkModel = scriptedModel(
  [{ name: "read_order", args: order }],
  [{ name: "refund", args: order }],
  "Order 1042 arrived broken.",
);
`;

describe("docs/authority.md, as written", () => {
  const project = new Project();

  afterAll(() => project.remove());

  it("passes on less, and refunds for the new goal alone", { timeout: 60_000 }, async () => {
    project.write("model.ts", MODEL);
    project.write("authority.ts", blockNamed(PAGE, "authority.ts"));
    const { stdout, stderr } = await project.run("authority.ts");
    expect({ stdout, stderr }).toEqual({ stdout: blockNamed(PAGE, "authority-output"), stderr: "" });
  });

  it("leaves the trace that it shows", { timeout: 60_000 }, async () => {
    const [, , ...args] = blockNamed(PAGE, "trace").trim().split(" ");
    const trace = await project.ambit(...args);
    expect(timeless(trace.stdout)).toBe(timeless(blockNamed(PAGE, "trace-output")));
  });
});
