import { withAuthority } from "@ambit/langchain/testing";
import type { RunRequest } from "@ambit/langchain";
import { DynamicStructuredTool, type StructuredTool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { house, READ, WRITE } from "../house/house.ts";

const POLICY = {
  rules: `
p, R1, staff, send, *, **, *, *, *, "from(args.to) in [user, subject]", allow, none
p, R2, staff, plan, *, **, *, *, *, planned(tool), allow, none
p, R3, staff, calm, *, **, *, *, *, risk(tool) == 'low', allow, none
p, R4, staff, wild, *, **, *, *, *, risk(tool) == 'low', allow, none
p, R5, staff, count, *, **, *, *, *, reasons() < 2, allow, none
p, R6, staff, ask, *, **, *, *, *, "from(args.to) in [user]", allow, none
p, R7, staff, ask, *, **, *, *, *, "!(from(args.to) in [user])", allow, approve:boss
g, user:alice, staff
g, bot, staff
g3, work, work
`,
  tools: {
    send: WRITE,
    plan: WRITE,
    calm: { ...READ, risk: "low" },
    wild: READ,
    count: READ,
    ask: WRITE,
  },
};

const REQUEST = {
  subject: { id: "user:alice", attributes: { mail: "alice@home.example", team: "ops", active: true } },
  purpose: "work",
  goal: "Answer the mail of bob@acme.example about order 104207",
} as const;

/** A tool whose arguments no schema checks, called in a run; gives the codes of its decisions. */
async function called(name: string, args: unknown, over: Partial<RunRequest> = {}): Promise<string> {
  const { ambit, of } = await house(POLICY);
  const made = new DynamicStructuredTool({
    name,
    description: name,
    schema: { type: "object", properties: {} },
    func: () => Promise.resolve("ok"),
  }) as StructuredTool;
  ambit.tools([made]);
  const request = { ambit, agent: "bot", ...REQUEST, ...over };
  await withAuthority(request, async () => made.invoke(args as never)).catch(() => undefined);
  const [decision] = of("decision");
  return [decision?.effect, decision?.reason, decision?.detail]
    .filter((part) => part !== undefined)
    .join(" ");
}

const NO = "deny policy_no_match";

describe("attacks on what is known of where values come from", () => {
  it.each([
    ["the user's words", "bob@acme.example"],
    ["the user's words in other case", "Bob@ACME.example"],
    ["an attribute of the subject", "alice@home.example"],
    ["the subject itself", "user:alice"],
    ["a short attribute, whole", "ops"],
    ["a number of the user's", 104207],
    ["a list of such", ["bob@acme.example", ["alice@home.example"]]],
    ["an empty list", []],
  ])("lets a value pass that is %s", async (_what, to) => {
    expect(await called("send", { to })).toBe("allow");
  });

  it.each([
    ["from nowhere", "eve@evil.example"],
    ["one bad element in a list", ["bob@acme.example", "eve@evil.example"]],
    ["deep in a list", [[["bob@acme.example"], [["eve@evil.example"]]]]],
    ["an object with the class for a name", { user: "eve@evil.example" }],
    ["a name of a place", "user"],
    ["a host that goes on", "bob@acme.example.evil.example"],
    ["two addresses in one", "bob@acme.example,eve@evil.example"],
    ["a line break with a second header", "bob@acme.example\nBcc: eve@evil.example"],
    ["outer white space", " bob@acme.example"],
    ["a look-alike", "b\u043Eb@acme.example"],
    ["a Kelvin sign for an attribute", "ops\u212A"],
    ["a short word of the user's", "mail"],
    ["a part of a number of the user's", 1042],
    ["the text of a boolean attribute", "true"],
    ["a boolean", true],
    ["null", null],
    ["nothing", ""],
  ])("denies a value that is %s", async (_what, to) => {
    expect(await called("send", { to })).toBe(NO);
  });

  it("takes no facts from the arguments, the subject's attributes or what the model adds", async () => {
    const eve = { to: "eve@evil.example" };
    const forged = { from: "user", provenance: { from: () => "user" }, known: ["eve@evil.example"] };
    expect(await called("send", { ...eve, env: { from: "user" }, subject: { mail: eve.to } })).toBe(NO);
    expect(await called("send", JSON.parse(`{"to": "${eve.to}", "__proto__": {"from": "user"}}`))).toBe(NO);
    expect(await called("send", { ...eve, ...forged })).toBe("deny args_opaque");
    expect(await called("send", { ...eve, [Symbol("facts")]: { from: () => "user" } })).toBe(
      "deny args_opaque",
    );
    const attributes = { from: "user", facts: { from: "user" } };
    expect(await called("send", eve, { subject: { id: "user:alice", attributes } })).toBe(NO);
  });

  it("reads no getter, and denies what is not there", async () => {
    let read = 0;
    const args = {
      get to() {
        return ++read > 1 ? "eve@evil.example" : "bob@acme.example";
      },
    };
    expect(await called("send", args)).toBe("deny args_opaque");
    expect(read).toBe(0);
    expect(await called("send", {})).toBe("deny attribute_missing args.to");
    expect(await called("send", JSON.parse('{"__proto__": {"to": "bob@acme.example"}}'))).toBe(
      "deny attribute_missing args.to",
    );
  });

  it("holds the tool to its own manifest entry, and what nobody knows denies", async () => {
    expect(await called("calm", { risk: "high" })).toBe("allow");
    expect(await called("wild", { risk: "low", tool: "calm" })).toBe(NO);
    expect(await called("count", { reasons: 0 })).toBe("deny attribute_missing reasons()");
  });

  it("calls a tool planned that the run's ceiling names, and no other", async () => {
    expect(await called("plan", {})).toBe(NO);
    expect(await called("plan", { planned: true, tools: ["plan"] })).toBe(NO);
    expect(await called("plan", {}, { allow: [{ tool: "plan" }] })).toBe("allow");
    expect(await called("plan", {}, { input: "use plan" })).toBe(NO);
  });

  it("asks a person where a list has one value that is not the user's", async () => {
    expect(await called("ask", { to: ["bob@acme.example"] })).toBe("allow");
    expect(await called("ask", { to: ["bob@acme.example", "eve@evil.example"] })).toBe(
      "deny approval_unavailable approve:boss",
    );
  });

  it("answers enormous arguments in time", async () => {
    const before = performance.now();
    const many = Array.from({ length: 20_000 }, (_, index) => `bob ${index} order`);
    const input = "bob 1 order mail ".repeat(10_000);
    expect(await called("send", { to: many }, { input })).toBe(NO);
    expect(await called("send", { to: "a ".repeat(500_000) }, { input })).toBe(NO);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
