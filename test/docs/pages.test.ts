import { defaultModel, loadPolicy, PolicyError } from "@ambit/policy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAKE_MODEL } from "./model.ts";
import { blockNamed, blocksOf } from "./page.ts";
import { Project } from "./project.ts";
import { timeless } from "./timeless.ts";

const SLOW = 60_000;

describe("docs/policy.md, as written", () => {
  const PAGE = "docs/policy.md";
  const project = new Project();
  const rules = blockNamed(PAGE, "policy/rules.csv");
  const tools = blockNamed(PAGE, "policy/tools.yaml");

  afterAll(() => project.remove());

  it("answers as its example says", { timeout: SLOW }, async () => {
    project.write("policy/model.conf", defaultModel);
    project.write("policy/rules.csv", rules);
    project.write("policy/tools.yaml", tools);
    project.write("ask.ts", blockNamed(PAGE, "ask.ts"));
    const { stdout, stderr } = await project.run("ask.ts");
    expect({ stdout, stderr }).toEqual({ stdout: blockNamed(PAGE, "ask-output"), stderr: "" });
  });

  it("shows the findings that its mistake gets", async () => {
    const loading = loadPolicy({ model: defaultModel, rules: blockNamed(PAGE, "mistake"), tools });
    const refused = await loading.catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PolicyError);
    expect((refused as PolicyError).reason).toBe("condition_invalid");
    expect(`${(refused as PolicyError).message}\n`).toBe(blockNamed(PAGE, "mistake-output"));
  });

  it("covers a deeper purpose by a rule for the one above, without a g3 row", async () => {
    const without = rules.replace(/^g3.*$/mu, "");
    const policy = await loadPolicy({ model: defaultModel, rules: without, tools });
    const answer = policy.decide({
      principals: [{ id: "desk" }],
      tool: "read_order",
      action: "read",
      resources: ["crm://orders/1042"],
      sensitivity: "internal",
      intent: "support/refund",
      depth: 0,
      env: {},
      args: {},
    });
    expect(answer.effect).toBe("allow");
  });

  it("has a default model that is the README's", () => {
    const bare = (text: string): string => text.replaceAll(/^#.*\n/gmu, "").trim();
    expect(bare(blockNamed("README.md", "policy/model.conf"))).toBe(bare(defaultModel));
  });
});

describe("docs/model.md, as written", () => {
  const PAGE = "docs/model.md";
  const project = new Project();

  afterAll(() => project.remove());

  it("answers as its example says", { timeout: SLOW }, async () => {
    project.write("edges/rules.csv", blockNamed(PAGE, "edges/rules.csv"));
    project.write("model.ts", blockNamed(PAGE, "model.ts"));
    const { stdout, stderr } = await project.run("model.ts");
    expect({ stdout, stderr }).toEqual({ stdout: blockNamed(PAGE, "model-output"), stderr: "" });
  });
});

describe("docs/trace.md, as written", () => {
  const PAGE = "docs/trace.md";
  const project = new Project();

  beforeAll(async () => {
    for (const { name, text } of blocksOf("README.md")) {
      if (name?.includes(".") === true) project.write(name, text);
    }
    project.write("model.ts", FAKE_MODEL);
    project.write("denials.ts", blockNamed(PAGE, "denials.ts"));
    await project.run("agent.ts");
  }, SLOW);

  afterAll(() => project.remove());

  it("reads the denials", { timeout: SLOW }, async () => {
    const { stdout, stderr } = await project.run("denials.ts");
    expect({ stdout, stderr }).toEqual({ stdout: blockNamed(PAGE, "denials-output"), stderr: "" });
  });

  it("traces, verifies, and finds what was tampered with", { timeout: SLOW }, async () => {
    const traced = await project.ambit(...wordsOf(blockNamed(PAGE, "trace")));
    expect(timeless(traced.stdout)).toBe(timeless(blockNamed("README.md", "trace-output")));
    const verify = wordsOf(blockNamed(PAGE, "verify"));
    const verified = await project.ambit(...verify);
    expect(verified).toMatchObject({ code: 0, stdout: blockNamed(PAGE, "verify-output") });
    expect((await project.shell(blockNamed(PAGE, "tamper"))).code).toBe(0);
    const tampered = await project.ambit(...verify);
    expect(tampered.code).toBe(4);
    expect(timeless(tampered.stdout)).toBe(timeless(blockNamed(PAGE, "tamper-output")));
  });
});

/** The arguments of an `npx ambit` line. */
function wordsOf(block: string): readonly string[] {
  const [npx, name, ...args] = block.trim().split(" ");
  if (npx !== "npx" || name !== "ambit") throw new Error(`not an ambit command: ${block}`);
  return args;
}
