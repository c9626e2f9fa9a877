import type { JsonValue, ToolEntry } from "@ambit/core";
import type { RunRequest } from "@ambit/gate";
import { beforeAll, describe, expect, it } from "vitest";
import type { PolicySnapshot } from "@ambit/policy";
import { withPlan } from "./intent/declared.ts";
import { withoutIntent } from "./intent/none.ts";
import { withSolution } from "./intent/oracle.ts";
import { loadSuitePolicy } from "./policy.ts";
import type { LoggedRun } from "./read/logged-run.ts";
import { type Person, replay, type Ruling } from "./replay.ts";

const PAY = { amount: 5, subject: "Rent", date: "2030-01-01" };
const SUBJECT = { id: "user:ann", roles: ["anyone"], attributes: { iban: "FR7630006000011234567890189" } };
const REQUEST = withoutIntent(SUBJECT, "Pay 5 to NL91ABNA0417164300");

let policy: PolicySnapshot;
let tools: ReadonlyMap<string, ToolEntry>;
beforeAll(async () => {
  policy = await loadSuitePolicy("banking", undefined);
  const entries = policy.tools.flatMap((name) => policy.manifest(name) ?? []);
  tools = new Map(entries.map((entry) => [entry.tool, entry]));
});

type Made = readonly [tool: string, args: Readonly<Record<string, JsonValue>>, failed?: true];

function runOf(calls: readonly Made[]): LoggedRun {
  const logged = calls.map(([tool, args, failed = false], step) => ({
    step,
    tool,
    args,
    answer: { failed, text: "said" },
  }));
  return { id: "run", suite: "banking", task: "banking t", prompt: REQUEST.goal, calls: logged };
}

function ruled(request: RunRequest, person: Person, ...calls: readonly Made[]): Promise<Ruling> {
  return replay(runOf(calls), { policy, request, person });
}

const solution = [{ tool: "send_money", args: { ...PAY, recipient: "NL91ABNA0417164300" }, open: [] }];
const pay = (recipient: string): Made => ["send_money", { ...PAY, recipient }];

describe("the replay", () => {
  it("allows what nothing speaks against, and reads that no plan names", async () => {
    const request = withPlan(REQUEST, ["send_money"], tools);
    const ruling = await ruled(request, "refuses", ["get_balance", {}], pay("NL91ABNA0417164300"));
    expect(ruling).toEqual({ id: "run", denied: [], escalated: [], reasons: [] });
  });

  it("asks for one reason: who is paid comes from nowhere good", async () => {
    const request = withPlan(REQUEST, ["send_money"], tools);
    const call = pay("DE02120300000000202051");
    expect(await ruled(request, "approves", call)).toMatchObject({ denied: [], escalated: [0] });
    const refused = await ruled(request, "refuses", call);
    expect(refused).toMatchObject({ denied: [0], escalated: [0], reasons: ["approval_rejected"] });
  });

  it("denies for two reasons, whoever is asked: no intent names the tool either", async () => {
    const calls = [pay("DE02120300000000202051"), pay("NL91ABNA0417164300")];
    const ruling = await ruled(REQUEST, "approves", ...calls);
    expect(ruling).toMatchObject({ denied: [0], reasons: ["policy_denied"] });
    expect(await ruled(REQUEST, "approves", calls[1]!)).toMatchObject({ denied: [], escalated: [0] });
  });

  it("lets a failed call fail as it had, and denies a tool that is none", async () => {
    const calls: readonly Made[] = [
      ["get_iban", {}, true],
      ["get_everything", {}],
      ["get_iban", {}],
    ];
    const ruling = await ruled(REQUEST, "approves", ...calls);
    expect(ruling).toMatchObject({ denied: [1], reasons: ["tool_unknown"], escalated: [] });
  });

  it("holds a plan as a ceiling", async () => {
    const request = withPlan(REQUEST, ["send_money", "no_such_tool"], tools);
    const ruling = await ruled(request, "approves", ["update_password", { password: "x" }]);
    expect(ruling).toMatchObject({ denied: [0], escalated: [], reasons: ["tool_not_granted"] });
  });

  it("binds a write to its solving call or the subject, and leaves its texts free", async () => {
    const request = withSolution(REQUEST, solution, tools);
    const free: Made = ["send_money", { ...PAY, subject: "Else", recipient: "NL91ABNA0417164300" }];
    expect(await ruled(request, "approves", free)).toMatchObject({ denied: [] });
    expect(await ruled(request, "approves", pay(SUBJECT.attributes.iban))).toMatchObject({ denied: [] });
    const other = await ruled(request, "approves", pay("DE02120300000000202051"));
    expect(other).toMatchObject({ denied: [0], reasons: ["constraint_violation"] });
  });

  it("binds nothing that any value solves", async () => {
    const request = withSolution(REQUEST, [{ ...solution[0]!, open: ["recipient"] }], tools);
    const ruling = await ruled(request, "approves", pay("DE02120300000000202051"));
    expect(ruling).toMatchObject({ denied: [], escalated: [0] });
  });
});
