import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultModel } from "@ambit/policy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AmbitOptions, createAmbit, currentCall } from "../src/index.ts";
import { claimProcess } from "../src/instance/one-copy.ts";
import { withAuthority } from "../src/testing.ts";
import { countedTool } from "./support/tools.ts";
import { ALICE, TOOLS, world } from "./support/world.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ambit-"));
});
afterAll(() => rm(folder, { recursive: true }));

const texts = {
  model: defaultModel,
  rules: "p, R1, staff, *, *, **, *, *, *, true, allow, none\n",
  tools: TOOLS,
};

describe("createAmbit", () => {
  it("loads a policy folder and writes the ledger's folder", async () => {
    const policy = join(folder, "policy");
    await mkdir(policy);
    await writeFile(join(policy, "model.conf"), texts.model);
    await writeFile(join(policy, "rules.csv"), texts.rules);
    await writeFile(join(policy, "tools.yaml"), JSON.stringify(TOOLS));
    const ambit = await createAmbit({ policy, ledger: join(folder, "ledger") });
    expect(ambit.policy.manifest("echo")).toMatchObject({ action: "read" });
    expect(ambit.ledger.location).toContain(join(folder, "ledger"));
    ambit.close();
  });

  const options = (bad: object) => ({ policy: texts, ...bad }) as AmbitOptions;

  it.each([
    ["no options", undefined, "config_invalid", { option: "options" }],
    ["no policy", { ledger: ".ambit" }, "config_invalid", { option: "policy" }],
    ["a misspelt option", options({ legder: "x" }), "config_invalid", { option: "legder", meant: "ledger" }],
    ["an unlike option", options({ zzzzzzzzzz: 1 }), "config_invalid", { option: "zzzzzzzzzz" }],
    ["no function", options({ approve: true }), "config_invalid", { option: "approve" }],
    ["no ledger", options({ ledger: {} }), "config_invalid", { option: "ledger" }],
    ["no mode of recording", options({ record: "all" }), "config_invalid", { option: "record" }],
    ["no resolver", options({ resolvers: { a: 1 } }), "config_invalid", { option: "resolvers" }],
    ["no path", options({ protectedPaths: [""] }), "config_invalid", { option: "protectedPaths" }],
  ])("refuses %s", async (_name, given, reason, facts) => {
    await expect(createAmbit(given as never)).rejects.toMatchObject({ reason, facts });
  });

  it("refuses to start on a missing policy folder", async () => {
    await expect(
      createAmbit({ policy: join(folder, "none"), ledger: join(folder, "l") }),
    ).rejects.toMatchObject({
      reason: "file_missing",
    });
  });

  it("refuses to start on a policy with an error", async () => {
    await expect(createAmbit({ policy: { ...texts, rules: "p, R1, staff\n" } })).rejects.toMatchObject({
      reason: "row_width",
    });
  });

  it("refuses to start on a ledger that cannot be written", async () => {
    const file = join(folder, "a-file");
    await writeFile(file, "");
    await expect(createAmbit({ policy: texts, ledger: join(file, "below") })).rejects.toMatchObject({
      reason: "ledger_unavailable",
    });
  });
});

describe("two physical copies", () => {
  it("are refused with both addresses; the same file again is no second copy", () => {
    const mark = Reflect.get(globalThis, Symbol.for("ambit.langchain")) as string;
    expect(mark).toMatch(/^file:.*create-ambit\.ts$/u);
    expect(() => claimProcess(`${mark}?t=2`)).not.toThrow();
    expect(() => claimProcess("file:///other/create-ambit.js")).toThrow(
      expect.objectContaining({
        reason: "installed_twice",
        facts: { first: mark, second: "file:///other/create-ambit.js" },
      }),
    );
  });
});

describe("currentCall", () => {
  it("tells a tool of its call, and nothing outside of one", async () => {
    const { ambit, of } = await world();
    const [echo] = ambit.tools([countedTool("echo", () => JSON.stringify(currentCall()))]);
    const said = await withAuthority({ ambit, agent: "bot", ...ALICE }, () => {
      expect(currentCall()).toBeUndefined();
      return echo.invoke({});
    });
    const [decision] = of("decision");
    expect(JSON.parse(said as string)).toMatchObject({
      tool: "echo",
      decision: decision?.decision,
      run: decision?.run,
      subject: { id: "user:alice" },
      actors: ["bot"],
      intent: { purpose: "support", goal: "help" },
    });
    expect(currentCall()).toBeUndefined();
  });
});

describe("withAuthority", () => {
  it("is refused in production", async () => {
    const { ambit } = await world();
    const before = process.env["NODE_ENV"];
    process.env["NODE_ENV"] = "production";
    await expect(withAuthority({ ambit, agent: "bot", ...ALICE }, () => 1)).rejects.toMatchObject({
      reason: "testing_refused",
    });
    process.env["NODE_ENV"] = before;
  });

  it("takes no look-alike for an instance", async () => {
    const { ambit } = await world();
    await expect(withAuthority({ ambit: { ...ambit }, agent: "bot", ...ALICE }, () => 1)).rejects.toThrow(
      TypeError,
    );
  });
});

describe("bind", () => {
  it("runs its last argument under a request made from the others", async () => {
    const { ambit, of } = await world();
    const [echo] = ambit.tools([countedTool("echo")]);
    const { run } = ambit.bind((user: string, purpose: string) => ({
      subject: `user:${user}`,
      purpose,
      goal: "g",
    }));
    await expect(run("alice", "support", () => echo.invoke({}))).resolves.toBe("echo ok");
    await run("bob", "support", () => 1);
    expect(of("opened").map(({ subject }) => subject)).toEqual(["user:alice", "user:bob"]);
  });

  it("runs under a fixed request, and protects like its instance", async () => {
    const { ambit, of } = await world();
    const { run, protect } = ambit.bind(ALICE);
    await expect(run(() => "done")).resolves.toBe("done");
    expect(of("opened")).toHaveLength(1);
    expect(() => protect({}, { agent: "bot" })).toThrow(
      expect.objectContaining({ reason: "config_invalid" }),
    );
  });
});
