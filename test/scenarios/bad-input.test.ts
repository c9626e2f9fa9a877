import { type Ambit, AmbitError, createAmbit, type RunRequest } from "@ambit/langchain";
import { memoryLedger } from "@ambit/ledger";
import { defaultModel } from "@ambit/policy";
import { scriptedModel } from "@ambit/testkit/model";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { fillDisk } from "../house/full-disk.ts";
import { house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

const RULES = `
p, R1, staff, *, *, **, *, *, *, true, allow, none
g, user:alice, staff
g, bot, staff
g3, work, work
`;
const FILE = { resources: ["{args.path/}"], args: { path: "path" } };
const TOOLS = { look: READ, save: WRITE, write_file: { ...WRITE, ...FILE }, read_file: { ...READ, ...FILE } };
const REQUEST: RunRequest = { subject: "user:alice", purpose: "work", goal: "work" };

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "ambit-bad-input-")));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A policy folder on disk; what is given replaces a file. */
function policyFolder(files: Readonly<Record<string, string>> = {}): string {
  const policy = join(folder, "policy");
  mkdirSync(policy);
  const texts = {
    "model.conf": defaultModel,
    "rules.csv": RULES,
    "tools.yaml": JSON.stringify(TOOLS),
    ...files,
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(policy, name), text);
  return policy;
}

/** Lets an agent call one tool, and gives what its model is told. */
async function ask(
  ambit: Ambit,
  made: StructuredTool,
  args: Record<string, unknown> = {},
): Promise<string[]> {
  const model = scriptedModel([{ name: made.name, args }], "done");
  const agent = ambit.protect(createAgent({ model, tools: [made], middleware: [ambit.middleware()] }), {
    agent: "bot",
  });
  return answers(await ambit.run(REQUEST, () => agent.invoke(HELLO)));
}

/** What a promise is rejected with: the name of the code, and the facts. */
async function refusal(promise: Promise<unknown>): Promise<Pick<AmbitError, "reason" | "facts">> {
  const error = AmbitError.find(
    await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    ),
  );
  if (error === undefined) throw new Error("it was not refused");
  return { reason: error.reason, facts: error.facts };
}

describe("a policy that cannot be used refuses to start", () => {
  it("L4: without a folder, and names each file that is missing", async () => {
    const missing = createAmbit({ policy: join(folder, "nowhere"), ledger: memoryLedger() });
    const { reason, facts } = await refusal(missing);
    expect({ reason, findings: facts["findings"] }).toEqual({ reason: "file_missing", findings: 3 });
  });

  it.each([
    ["a quote that is never closed", "rules.csv", `${RULES}p, R2, "staff, *`, "row_invalid"],
    ["a rule with a field too few", "rules.csv", RULES.replace("true, ", ""), "row_width"],
    ["an effect that is misspelt", "rules.csv", RULES.replace("allow", "alow"), "effect_unknown"],
    ["an attribute of nothing", "rules.csv", RULES.replace("true", "arg.amount < 5"), "condition_invalid"],
    [
      "an unknown request token",
      "model.conf",
      defaultModel.replace("sens, intent", "sens, intend, intent"),
      "token_unknown",
    ],
    ["no rule at all", "rules.csv", "g3, work, work\n", "policy_empty"],
    [
      "an unknown key of a tool",
      "tools.yaml",
      "look: { action: a, effect: read, sensitivity: public, resource: [] }",
      "manifest_invalid",
    ],
    ["no YAML", "tools.yaml", "look: { action: [", "yaml_invalid"],
  ])("L4: with %s", async (_what, name, text, reason) => {
    const policy = policyFolder({ [name]: text });
    const starting = refusal(createAmbit({ policy, ledger: memoryLedger() }));
    expect(await starting).toMatchObject({ reason, facts: { file: join(policy, name) } });
  });
});

describe("a call that cannot be judged is denied, and its tool does not run", () => {
  it("L4: tool_unknown for a tool without a manifest entry", async () => {
    const { ambit, of } = await house({ rules: RULES, tools: TOOLS });
    for (const name of ["unlisted", "constructor", "__proto__"]) {
      const made = noted(name);
      expect(await ask(ambit, made)).toEqual([`${name} error: AMBIT-D103`]);
      expect(made.ran).toEqual([]);
    }
    expect(of("decision").map(({ reason }) => reason)).toEqual(Array(3).fill("tool_unknown"));
  });

  it("is not even a call where the agent has no such tool: the host says so, nothing is decided", async () => {
    const { ambit, of } = await house({ rules: RULES, tools: TOOLS });
    const made = noted("save");
    const ask = async (guard: boolean): Promise<string[]> => {
      const agent = createAgent({ model: scriptedModel([{ name: "erase" }], "done"), tools: [made] });
      if (!guard) return answers(await agent.invoke(HELLO));
      const guarded = ambit.protect(agent, { agent: "bot" });
      return answers(await ambit.run(REQUEST, () => guarded.invoke(HELLO)));
    };
    const bare = await ask(false);
    expect(bare[0]).toMatch(/^erase error: .*not a valid tool/u);
    expect(await ask(true)).toEqual(bare);
    expect(made.ran).toEqual([]);
    expect(of("decision")).toEqual([]);
  });

  it("L4: attribute_missing for a condition on what the call does not have", async () => {
    const rules = RULES.replace("true", "args.amount < 5");
    const { ambit, of } = await house({ rules, tools: TOOLS });
    const made = noted("save");
    expect(await ask(ambit, made, { amout: 1 })).toEqual(["save error: AMBIT-D304"]);
    expect(made.ran).toEqual([]);
    expect(of("decision")).toMatchObject([{ reason: "attribute_missing", detail: "args.amount" }]);
  });

  it("L1: no_run outside a run: a message for a model, a throw for code", async () => {
    const { ambit, of } = await house({ rules: RULES, tools: TOOLS });
    const made = noted("save");
    ambit.tools([made]);
    const agent = createAgent({ model: scriptedModel([{ name: "save" }], "done"), tools: [made] });
    expect(answers(await agent.invoke(HELLO))).toEqual(["save error: AMBIT-D101"]);
    expect((await refusal(made.invoke({}))).reason).toBe("no_run");
    expect(made.ran).toEqual([]);
    expect(of("decision").map(({ reason }) => reason)).toEqual(["no_run", "no_run"]);
  });

  it.each([
    "/data/../etc/passwd",
    "/data/%2e%2e/etc",
    "data/file",
    "/data\\file",
    "/data/\u0000",
    "/data//file",
  ])("L4: resource_invalid for the path %j", async (path) => {
    const { ambit, of } = await house({ rules: RULES, tools: TOOLS });
    const made = noted("read_file");
    expect(await ask(ambit, made, { path })).toEqual(["read_file error: AMBIT-D106"]);
    expect(made.ran).toEqual([]);
    expect(of("decision")).toMatchObject([{ reason: "resource_invalid", effect: "deny" }]);
  });
});

describe("arguments that the tool's schema rejects", () => {
  const typed = (ran: unknown[]) =>
    tool((args) => (ran.push(args), "saved"), {
      name: "save",
      description: "save",
      schema: z.object({ amount: z.number() }),
    });

  it("get the host's own error, as without Ambit, and no decision", async () => {
    const { ambit, of } = await house({ rules: RULES, tools: TOOLS });
    const ran: unknown[] = [];
    const model = scriptedModel([{ name: "save", args: { amount: "much" } }], "done");
    const bare = answers(await createAgent({ model, tools: [typed(ran)] }).invoke(HELLO));
    expect(await ask(ambit, typed(ran) as never, { amount: "much" })).toEqual(bare);
    expect(bare[0]).toMatch(/^save error: .*schema/u);
    expect(ran).toEqual([]);
    expect(of("decision")).toEqual([]);
  });
});

describe("a ledger that cannot be written", () => {
  it("L6: refuses to start with ledger_unavailable", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const starting = createAmbit({ policy: policyFolder(), ledger: join(file, "ledger") });
    expect((await refusal(starting)).reason).toBe("ledger_unavailable");
  });

  it("L6: opens no run on a disk that is full", async () => {
    const ambit = await createAmbit({ policy: policyFolder(), ledger: join(folder, "ledger") });
    fillDisk(ambit.ledger.location);
    let ran = 0;
    expect((await refusal(ambit.run(REQUEST, () => ran++))).reason).toBe("ledger_unavailable");
    expect(ran).toBe(0);
    ambit.close();
  });

  it("L6: denies the calls that come after the disk is full", async () => {
    const ambit = await createAmbit({ policy: policyFolder(), ledger: join(folder, "ledger") });
    const save = noted("save");
    const look = noted("look", () => {
      fillDisk(ambit.ledger.location);
      return "looked";
    });
    const model = scriptedModel([{ name: "look" }], [{ name: "save" }], "done");
    const agent = ambit.protect(createAgent({ model, tools: [look, save] }), { agent: "bot" });
    const told = answers(await ambit.run(REQUEST, () => agent.invoke(HELLO)));
    // the first tool has run, but its outcome could not be recorded: its result is withheld
    expect(told[0]).toBe("look error: AMBIT-D504");
    expect(told[1]).toMatch(/^save error: AMBIT-D/u);
    expect(look.ran).toHaveLength(1);
    expect(save.ran).toEqual([]);
    ambit.close();
  });
});

describe("a file tool aimed at Ambit's own files", () => {
  const targets: readonly (readonly [string, (ambit: Ambit) => string])[] = [
    ["the rules", () => join(folder, "policy", "rules.csv")],
    ["a new file in the policy folder", () => join(folder, "policy", "more.csv")],
    ["the ledger", (ambit) => ambit.ledger.location],
    ["a link to the policy folder", () => join(folder, "link", "rules.csv")],
  ];

  it.each(targets)("L4: is denied with self_protected: %s", async (_what, target) => {
    const ambit = await createAmbit({ policy: policyFolder(), ledger: join(folder, "ledger") });
    symlinkSync(join(folder, "policy"), join(folder, "link"));
    const made = noted("write_file");
    expect(await ask(ambit, made, { path: target(ambit) })).toEqual(["write_file error: AMBIT-D112"]);
    expect(made.ran).toEqual([]);
    expect(readFileSync(ambit.ledger.location, "utf8")).toContain('"reason":"self_protected"');
    ambit.close();
  });

  it("may write beside them, and read them", async () => {
    const ambit = await createAmbit({ policy: policyFolder(), ledger: join(folder, "ledger") });
    const write = noted("write_file");
    const read = noted("read_file");
    expect(await ask(ambit, write, { path: join(folder, "notes.txt") })).toEqual([
      "write_file success: write_file ok",
    ]);
    expect(await ask(ambit, read, { path: join(folder, "policy", "rules.csv") })).toEqual([
      "read_file success: read_file ok",
    ]);
    ambit.close();
  });
});
