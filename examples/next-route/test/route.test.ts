import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLedger, verifyLedger } from "@ambit/ledger";
import { afterAll, describe, expect, it, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "ambit-test-route-"));
process.env["AMBIT_LEDGER"] = folder;
afterAll(async () => {
  (await ambitInstance()).close();
  rmSync(folder, { recursive: true });
});

const { POST, runtime } = await import("../app/api/chat/route.ts");
const { ambitInstance } = await import("../lib/instance.ts");
const { refunds } = await import("../lib/orders.ts");

type Line = { type: string; tool?: string; status?: string; text: string };
type Records = Awaited<ReturnType<typeof readLedger>>["records"];

const ask = (message: unknown, cookie = "a=b; session=alice-session"): Request =>
  new Request("http://localhost/api/chat", {
    method: "POST",
    headers: { cookie },
    body: JSON.stringify({ message }),
  });
const linesOf = async (response: Response): Promise<Line[]> =>
  (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

/** The records of the run that was opened last, once it is closed. */
const closedRun = (): Promise<Records> =>
  vi.waitFor(async () => {
    const { records } = await readLedger((await ambitInstance()).ledger.location);
    const run = records.findLast(({ type }) => type === "opened")?.run;
    const ofRun = records.filter((record) => record.run === run);
    expect(ofRun.filter(({ type }) => type === "closed")).toHaveLength(1);
    return ofRun;
  });

describe("the chat route", () => {
  it("runs in Node and lets nobody in without a session, nor an empty message", async () => {
    expect(runtime).toBe("nodejs");
    const answers = [ask("hi", ""), ask("hi", "session=__proto__"), ask(""), ask(7)].map((request) =>
      POST(request),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 401, 400, 400]);
  });

  it("streams what an allowed call gave, and closes the run at the end of the body", async () => {
    const response = await POST(ask("Please refund 20 on order 1042."));
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    expect((await linesOf(response)).map(({ type, tool, status }) => [type, tool, status])).toEqual([
      ["tool", "get_order", "success"],
      ["tool", "refund_order", "success"],
      ["answer", undefined, undefined],
    ]);
    expect(refunds.get("1042")).toBe(20);
    const records = await closedRun();
    expect(records.at(-1)).toMatchObject({ type: "closed", calls: 2, denials: 0 });
    expect(records[0]).toMatchObject({ type: "opened", subject: "user:alice", purpose: "support/refund" });
  });

  it.each([
    ["another customer's order", "Refund 20 on order 2001.", "resource_not_granted", "AMBIT-D203"],
    ["more than the policy allows", "Refund 51 on order 1043.", "policy_no_match", "AMBIT-D302"],
    ["a path for an order", "Show me order ../orders/1042.", "resource_invalid", "AMBIT-D106"],
  ])("denies %s, and says so in the stream", async (_what, message, reason, code) => {
    const before = new Map(refunds);
    const lines = await linesOf(await POST(ask(message)));
    expect(lines.filter(({ status }) => status === "error").at(-1)?.text).toContain(code);
    const decisions = (await closedRun()).filter((record) => record.type === "decision");
    expect(decisions.at(-1)).toMatchObject({ effect: "deny", reason });
    expect(refunds).toEqual(before);
  });

  it("closes the run when the reader leaves after one line", async () => {
    const reader = (await POST(ask("Refund 1 on order 1043."))).body!.getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    expect((await closedRun()).at(-1)).toMatchObject({ type: "closed" });
  });

  it("closes the run at once when the request is aborted: nothing is allowed after it", async () => {
    const abort = new AbortController();
    const response = await POST(new Request(ask("Show me order 1042."), { signal: abort.signal }));
    abort.abort();
    await response.text().catch(() => "aborted");
    const records = await closedRun();
    const late = records.slice(records.findIndex(({ type }) => type === "closed"));
    expect(late.filter((record) => record.type === "decision" && record.effect === "allow")).toEqual([]);
  });

  it("keeps one instance over a hot reload", async () => {
    const again = (path: string): Promise<Record<string, unknown>> =>
      import(/* @vite-ignore */ `${path}?reload=${Date.now()}`) as Promise<Record<string, unknown>>;
    const reloaded = await again("../lib/instance.ts");
    expect(reloaded["ambitInstance"]).not.toBe(ambitInstance);
    expect(await (reloaded["ambitInstance"] as typeof ambitInstance)()).toBe(await ambitInstance());
    const route = await again("../app/api/chat/route.ts");
    expect(route["POST"]).not.toBe(POST);
    const lines = await linesOf(await (route["POST"] as typeof POST)(ask("Show me order 1043.")));
    expect(lines[0]).toMatchObject({ tool: "get_order", status: "success" });
    await closedRun();
  });

  it("leaves a ledger that verifies, with every run closed", async () => {
    const { ok, findings, runs } = await verifyLedger(folder);
    expect([ok, findings, runs.filter(({ closed }) => !closed)]).toEqual([true, [], []]);
    expect(runs.length).toBe(7);
  });
});
