import type { Coverage, CoveredTool, Layer } from "@ambit/langchain";
import { describe, expect, it } from "vitest";
import { missingEntries } from "../src/doctor/missing.ts";
import { type DoctorReport, exitCodeOf } from "../src/doctor/report.ts";
import { createStyle } from "../src/print/layout/style.ts";
import { printDoctor } from "../src/print/print-doctor.ts";
import { printEntries } from "../src/print/print-entries.ts";
import { purposesText } from "../src/print/purposes-text.ts";

const entry = { action: "read", effect: "read", risk: "low", sensitivity: "public" } as const;
const toolOf = (layer: Layer, more: Partial<CoveredTool> = {}): CoveredTool => ({
  name: `t-${layer}`,
  path: "",
  sealed: layer === "seal",
  layer,
  manifest: true,
  entry,
  purposes: ["support"],
  ...more,
});
const { entry: _, ...BARE } = toolOf("seal", { manifest: false, purposes: [] });
const agentOf = (tools: readonly CoveredTool[], more: Partial<Coverage> = {}): Coverage => ({
  agent: "bot",
  tools,
  opaque: [],
  agents: [],
  ...more,
});
const reportOf = (...agents: readonly Coverage[]): DoctorReport => ({
  versions: [],
  module: { file: "a.js", agents: agents.map((agent) => ({ export: "a", ...agent })), unprotected: [] },
  missing: missingEntries(agents, true),
});
const linesOf = (...agents: readonly Coverage[]): string =>
  printDoctor(reportOf(...agents), createStyle(false)).join("\n");
const WITH = { middleware: { ambit: true, after: [] } };

describe("the exit code of ambit doctor", () => {
  it.each([
    ["a sealed tool", agentOf([toolOf("seal")]), 0],
    ["a sealed tool that no rule names", agentOf([toolOf("seal", { purposes: [] })]), 0],
    ["a tool that another instance has sealed", agentOf([toolOf("seal", { foreign: true })]), 1],
    ["a tool that only the net holds", agentOf([toolOf("net")]), 1],
    ["a tool that an agent out of sight may have", agentOf([toolOf("net")], { unseen: true }), 0],
    ["a remote graph", agentOf([{ ...BARE, layer: "refused", sealed: false }]), 0],
    ["the start of a remote agent, without an entry", agentOf([{ ...BARE, layer: "refused" }]), 1],
    ["a tool of the provider that is withheld", agentOf([{ ...BARE, layer: "middleware" }], WITH), 0],
    ["a tool of the provider that is offered by name", agentOf([toolOf("elsewhere")], WITH), 0],
    ["a tool of the provider that nothing withholds", agentOf([toolOf("elsewhere")]), 1],
    ["a tool without an entry", agentOf([BARE]), 1],
    ["middleware after ours", agentOf([], { middleware: { ambit: true, after: ["late"] } }), 0],
    ["no middleware of ours", agentOf([], { middleware: { ambit: false, after: [] } }), 0],
  ])("of %s", (_what, agent, code) => {
    expect(exitCodeOf(reportOf(agent))).toBe(code);
    const lead = agentOf([toolOf("seal")], { agent: "lead", agents: [{ ...agent, via: "ask" }] });
    expect(exitCodeOf(reportOf(lead))).toBe(code);
  });
});

describe("the agents of ambit doctor", () => {
  it("stand with each tool's layer, entry and purposes, and below them what their tools start", () => {
    const worker = agentOf([toolOf("net", { name: "publish" })], {
      agent: "writer",
      via: "task",
      unseen: true,
    });
    const idle = agentOf([], { agent: "helper", via: "task", unseen: true });
    const lead = agentOf(
      [
        toolOf("seal", { name: "task", purposes: ["support", "support/refund", "sales"], path: "sub" }),
        toolOf("seal", { name: "drop", purposes: [] }),
        { ...BARE, name: "send" },
        { ...BARE, name: "web", layer: "middleware", sealed: false, note: "not offered" },
      ],
      { agents: [worker, idle], middleware: { ambit: true, after: ["late"] }, opaque: ["work"] },
    );
    expect(linesOf(lead)).toContain(`agent bot  export a
  ✓ task  seal        read · read · low risk · public  for support, sales  sub
  ○ drop  seal        read · read · low risk · public  for no registered purpose
  ✗ send  seal        NO ENTRY
  ○ web   middleware  no entry  not offered
  ○ work  is a function: net; ambit.tools seals what it calls before
  ! late stands after ambit.middleware(): it may offer the model what was hidden; put it before
  agent writer  via task: its tools are out of sight; the policy could allow it:
    ○ publish  net         read · read · low risk · public  for support
  agent helper  via task: its tools are out of sight; the policy could allow it:
    ○ no tool
`);
  });

  it("are warned of where they have no middleware, and marked where nothing holds a tool", () => {
    const taken = toolOf("seal", { name: "t-foreign", foreign: true });
    const bare = agentOf([toolOf("elsewhere"), toolOf("net"), taken], {
      middleware: { ambit: false, after: [] },
    });
    const lines = linesOf(bare);
    expect(lines).toContain("  ✗ t-elsewhere  elsewhere   read");
    expect(lines).toContain("  ✗ t-net        net         read");
    expect(lines).toContain("  ✗ t-foreign    seal        read");
    expect(lines).toContain("  ! no ambit.middleware(): no intents are learned and no tools hidden");
  });

  it("spell out what could spoof a terminal", () => {
    const evil = "\u001b[2J\u202e";
    const tool = toolOf("seal", { name: evil, path: evil, note: evil, purposes: [evil] });
    const agent = agentOf([tool], {
      agent: evil,
      via: evil,
      opaque: [evil],
      middleware: { ambit: true, after: [evil] },
    });
    const lines = linesOf({ ...agent, agents: [agent] });
    for (const hidden of ["\u001b", "\u202e"]) expect(lines).not.toContain(hidden);
  });
});

describe("purposes in a few words", () => {
  it("stand for those below them, and are counted where they are many", () => {
    expect(purposesText(["a", "a/b", "ab"])).toBe("a, ab");
    expect(purposesText(["a", "b", "c", "d", "e", "e/f"])).toBe("a, b, c, d and 1 more");
  });
});

describe("the entries of ambit doctor --fix", () => {
  it("are one for each name, and a line where none is missing", () => {
    const report = reportOf(agentOf([BARE, { ...BARE, path: "b" }]), agentOf([BARE]));
    expect(report.missing.map(({ tool }) => tool)).toEqual(["t-seal"]);
    expect(printEntries(reportOf(agentOf([])))).toEqual(["# no tool lacks an entry"]);
  });
});
