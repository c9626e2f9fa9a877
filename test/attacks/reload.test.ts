import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerPort } from "@ambit/core";
import { type Ambit, type AmbitOptions, createAmbit } from "@ambit/langchain";
import { type ChainedRecord, memoryLedger } from "@ambit/ledger";
import { defaultModel, loadPolicy } from "@ambit/policy";
import { describe, expect, it, onTestFinished } from "vitest";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

const WIDER = POLICY.rules.replace("g2, open, free", "g2, open, free\ng2, shut, free");
const NARROWER = POLICY.rules
  .replace("staff, held,", "staff, nothing,")
  .replace("staff, free,", "staff, nothing,");

interface Desk {
  readonly ambit: Ambit;
  readonly put: (rules: string, tools?: string) => void;
  readonly file: string;
  readonly of: <T extends ChainedRecord["type"]>(type: T) => readonly Extract<ChainedRecord, { type: T }>[];
}

async function desk(options: Partial<AmbitOptions> = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "ambit-attack-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const put = (rules: string, tools = JSON.stringify(POLICY.tools)): void => {
    writeFileSync(join(folder, "model.conf"), defaultModel);
    writeFileSync(join(folder, "rules.csv"), rules);
    writeFileSync(join(folder, "tools.yaml"), tools);
  };
  put(POLICY.rules);
  const ledger = memoryLedger();
  const ambit = await createAmbit({ policy: folder, ledger, ...options });
  const of: Desk["of"] = (type) => ledger.records().filter((record) => record.type === type) as never;
  return { ambit, put, file: join(folder, "rules.csv"), of };
}

describe("reloading", () => {
  it("L4: is refused to whatever runs inside a run, a tool above all", async () => {
    const { ambit, put, of } = await desk();
    const reached: unknown[] = [];
    const attempt = async (): Promise<string> => {
      for (const reload of [() => ambit.reload(), () => (ambit.policy as unknown as Ambit).reload()])
        reached.push(
          await reload().then(
            () => "reloaded",
            (error: { reason?: string }) => error.reason,
          ),
        );
      return "ok";
    };
    const [sealed] = ambit.tools([noted("outer", attempt)]);
    const before = ambit.policy.version;
    put(WIDER);
    await ambit.run(REQUEST, async () => {
      await sealed.invoke({});
      await attempt();
    });
    expect(reached).toEqual(Array(4).fill("reload_refused"));
    expect(ambit.policy.version).toBe(before);
    expect(of("policy_reloaded")).toEqual([]);
  });

  it("L4: cannot widen a call that has begun, nor serve one that was decided before it", async () => {
    let answer: (approved: boolean) => void = () => {};
    let told: () => void = () => {};
    const asked = new Promise<void>((resolve) => (told = resolve));
    const approve: AmbitOptions["approve"] = async ({ digest, callId }) => {
      told();
      const approved = await new Promise<boolean>((resolve) => (answer = resolve));
      return { approved, digest, ...(callId === undefined ? {} : { callId }) };
    };
    const { ambit, put, of } = await desk({ approve });
    const [held] = ambit.tools([noted("held")]);
    await ambit.run(REQUEST, async () => {
      const call = reasonOf(held.invoke({}));
      await asked;
      put(NARROWER);
      await outside(() => ambit.reload());
      answer(true);
      expect(await call).toBe("policy_changed");
      await expect(held.invoke({})).rejects.toMatchObject({ reason: "policy_no_match" });
    });
    expect(held.ran).toEqual([]);
    const [first, second] = of("decision");
    expect([first?.policy, second?.policy]).toEqual([of("policy_reloaded")[0]?.before, ambit.policy.version]);
  });

  it("decides a call by manifest and rules of one policy, that with which it began", async () => {
    let look: () => void = () => {};
    const looking = new Promise<void>((resolve) => (look = resolve));
    let found: () => void = () => {};
    const resolver = async (): Promise<object> => {
      look();
      await new Promise<void>((resolve) => (found = resolve));
      return {};
    };
    const tools = JSON.stringify({ ...POLICY.tools, shut: { ...POLICY.tools.shut, resolve: "slow" } });
    const { ambit, put, of } = await desk({ resolvers: { slow: resolver } });
    put(POLICY.rules, tools);
    await ambit.reload();
    const [shut] = ambit.tools([noted("shut")]);
    await ambit.run(REQUEST, async () => {
      const call = reasonOf(shut.invoke({}));
      await looking;
      put(WIDER, tools);
      await outside(() => ambit.reload());
      found();
      expect(await call).toBe("policy_no_match");
    });
    expect(shut.ran).toEqual([]);
    expect(of("decision").map(({ policy }) => policy)).toEqual([of("policy_reloaded")[0]?.policy]);
    expect(of("policy_reloaded")).toHaveLength(2);
  });

  it("keeps the last good policy over half-written files, and tells everybody", async () => {
    const alerts: string[] = [];
    const { ambit, put, of } = await desk({
      alert: (channel, { tool }) => void alerts.push(`${channel} ${tool}`),
    });
    const [open] = ambit.tools([noted("open")]);
    const good = ambit.policy.version;
    put(WIDER.slice(0, WIDER.indexOf("true, allow")));
    const result = await ambit.reload();
    expect(result).toMatchObject({ ok: false, version: good, failure: { reason: "row_width" } });
    expect(ambit.health().policy).toMatchObject({ version: good, lastFailure: { reason: "row_width" } });
    expect(of("policy_reload_failed")).toMatchObject([{ run: "outside", policy: good, reason: "row_width" }]);
    expect(alerts).toEqual(["policy policy.reload"]);
    await ambit.run(REQUEST, () => expect(open.invoke({})).resolves.toBeDefined());
  });

  it("does not happen when it cannot be recorded", async () => {
    const { ambit, put } = await desk({ ledger: full });
    const good = ambit.policy.version;
    put(WIDER);
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    await expect(ambit.reload()).resolves.toMatchObject({
      ok: false,
      failure: { reason: "ledger_unavailable" },
    });
    expect(ambit.policy.version).toBe(good);
    expect(await warned).toMatchObject({ code: "AMBIT-P161" });
  });

  it("protects the policy's files afterwards as before", async () => {
    const tools = { ...POLICY.tools, send: { ...POLICY.tools.send, args: { to: "path" } } };
    const { ambit, put, file } = await desk();
    put(POLICY.rules, JSON.stringify(tools));
    await ambit.reload();
    const [send] = ambit.tools([noted("send")]);
    await ambit.run(REQUEST, () =>
      expect(send.invoke({ to: file })).rejects.toMatchObject({ reason: "self_protected" }),
    );
  });

  it("is refused where there is nothing to read again", async () => {
    const policy = await loadPolicy({ model: defaultModel, ...POLICY });
    const ambit = await createAmbit({ policy, ledger: memoryLedger() });
    await expect(ambit.reload()).rejects.toMatchObject({ reason: "reload_unavailable" });
    expect(ambit.health()).toEqual({ policy: { version: policy.version } });
  });
});

/** Why a call was denied; undefined when it was not. */
function reasonOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: { readonly reason?: string }) => error.reason,
  );
}

/** A ledger that nothing can be written to. */
const full: LedgerPort = {
  append: () => {
    throw new Error("no space");
  },
  files: [],
  location: "full",
};

/** Runs `fn` as the application does, outside every run. */
const outside: <T>(fn: () => Promise<T>) => Promise<T> = AsyncLocalStorage.snapshot();
