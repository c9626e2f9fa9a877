import type { PolicyRequest, ProvenancePort } from "@ambit/core";
import { expect, it } from "vitest";
import { allowed, answering, asClerk, bench, call } from "./fixture.ts";

/** What the policy was told of each call that `fn` makes. */
async function told(
  fn: (on: ReturnType<typeof bench>) => Promise<unknown>,
  over: Parameters<typeof asClerk>[2] = {},
): Promise<readonly ProvenancePort[]> {
  const asked: PolicyRequest[] = [];
  const decide = ((request: PolicyRequest) => {
    asked.push(request);
    return allowed;
  }) as () => unknown;
  const on = bench({ policy: answering(decide) });
  await asClerk(on, () => fn(on), over);
  return asked.map(({ provenance }) => provenance ?? {});
}

const value = (of: string | number | boolean | null) => ({ path: "to", value: of });

it("says of each value whether the user or the subject names it", async () => {
  const subject = { id: "user:ann", attributes: { mail: "ann@home.example", floor: 3 } };
  const [facts] = await told((on) => call(on, "pay", { to: "DE01" }), { subject, input: "and bill 20261" });
  const from = (of: string | number | boolean | null): unknown => facts?.from?.(value(of));
  expect(["shoes", "20261", 20261].map(from)).toEqual(["model", "user", "user"]);
  expect(["user:ann", "ANN@home.example", 3].map(from)).toEqual(["subject", "subject", "subject"]);
  expect(["eve", true, null, "", "constructor"].map(from)).toEqual(Array.from({ length: 5 }, () => "model"));
});

it("searches for few values of several words, and counts the rest as the model's", async () => {
  const [facts] = await told((on) => call(on, "pay", {}), { input: "mail Ann Smith and Bob Miller" });
  expect(facts?.from?.(value("Bob Miller"))).toBe("user");
  for (let index = 0; index < 300; index++) facts?.from?.(value(`ann smit ${index}`));
  expect(facts?.from?.(value("Bob Miller"))).toBe("user");
  expect(facts?.from?.(value("Ann Smith"))).toBe("model");
});

it("knows a tool as planned that the step's intent or the run's ceiling names", async () => {
  const planned = async (tool: string, on: ReturnType<typeof bench>): Promise<unknown> => {
    await on.gate.declareStep({
      place: "p",
      messageId: "m",
      source: "tool",
      callIds: ["a"],
      declared: { purpose: "shop", goal: "look", tools: ["search"] },
    });
    return call(on, tool, {}, { callId: "a", place: "p" });
  };
  expect((await told((on) => planned("search", on))).map((facts) => facts.planned?.())).toEqual([true]);
  const bare = await told((on) => call(on, "search", {}));
  expect(bare.map((facts) => facts.planned?.())).toEqual([false]);
  const ceiling = await told((on) => call(on, "search", {}), { allow: [{ tool: "search" }] });
  expect(ceiling.map((facts) => [facts.planned?.(), facts.risk?.()])).toEqual([[true, "low"]]);
});
