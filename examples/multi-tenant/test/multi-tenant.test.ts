import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLedger, verifyLedger } from "@ambit/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TENANTS } from "../request.ts";
import { serve, type Service } from "../serve.ts";
import { faults, summary } from "../summary.ts";

const folder = mkdtempSync(join(tmpdir(), "ambit-test-tenants-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("100 interleaved requests of two tenants", () => {
  let service: Service;
  beforeAll(async () => {
    service = await serve({ ledger: folder, count: 100 });
  });

  it("overlap, and every kind of attempt to cross is among them", () => {
    expect(service.answers).toHaveLength(100);
    expect(service.atOnce).toBe(100);
    const attempts = service.answers.filter(({ request }) => request.denied !== undefined);
    expect(attempts.length).toBeGreaterThan(50);
    for (const tenant of TENANTS) {
      const kinds = new Set(attempts.filter(({ request }) => request.tenant === tenant).map(kindOf));
      expect(kinds.size).toBe(4);
    }
  });

  it("never reach another tenant's resources, and each denial has its code", () => {
    expect(faults(service)).toEqual([]);
    expect(service.accesses.length).toBeGreaterThan(40);
    expect(service.accesses.filter(({ by, tenant }) => by !== tenant)).toEqual([]);
    const heard = service.answers.map(({ text }) => /(acme|globex) customer/u.exec(text)?.[1]);
    const due = service.answers.map(({ request: { tenant, tool, denied } }) =>
      denied === undefined && tool !== "update_customer" ? tenant : undefined,
    );
    expect(heard).toEqual(due);
    for (const [key, { note }] of service.crm.customers) {
      expect(["", `seen by ${key.split("/")[0]}`]).toContain(note);
    }
  });

  it("are recorded under their tenant, one closed run each", async () => {
    const { records } = await readLedger(service.ledger);
    const tenants = new Map<string, string>();
    for (const record of records) {
      if (record.type === "opened") tenants.set(record.run, record.tenant ?? "");
      if (record.type !== "decision" || record.effect !== "allow") continue;
      for (const resource of record.resources ?? [])
        expect(resource).toMatch(`crm://${tenants.get(record.run)}/`);
    }
    expect(tenants.size).toBe(100);
    const { ok, runs } = await verifyLedger(service.ledger);
    expect([ok, runs.filter(({ closed }) => closed).length]).toEqual([true, 100]);
  });

  it("come out as a summary", () => {
    expect(summary(service)).toMatch(/100 requests of 2 tenants[^]*resource_not_granted \d+/u);
  });

  it("would be faults if a tenant got through or a denial were missing", () => {
    const crossed = { ...service, accesses: [{ by: "acme", tenant: "globex", id: "1" }] };
    expect(faults(crossed)).toEqual(["acme reached globex/1"]);
    const [first] = service.answers;
    expect(faults({ ...service, answers: [{ ...first!, denied: "no_run" }] })).toHaveLength(1);
  });
});

/** The shape of an attempt: which tool, and how its argument is written. */
function kindOf({ request }: Service["answers"][number]): string {
  return `${request.tool} ${/\.\.%|\.\.|link/u.exec(JSON.stringify(request.args))?.[0] ?? ""}${String(request.denied)}`;
}
