import { expect, it } from "vitest";

import { defaultModel, lintPolicy } from "../src/index.ts";

const SCHEMA = `  inputSchema:
    type: object
    properties:
      orderId: { type: string }
      path: { type: string }
      cc: { type: array, items: { type: object, properties: { address: { type: string } } } }
      card: { type: string }
      extra: { type: object, additionalProperties: true }
`;

async function found(entry: string): Promise<readonly string[]> {
  const tools = `refund:\n  action: refund\n  effect: write\n  sensitivity: 1\n${SCHEMA}${entry}`;
  const rules = "p, R1, bot, refund, *, **, *, *, *, true, allow, none";
  const findings = await lintPolicy({ model: defaultModel, rules, tools });
  return findings.map(
    ({ reason, line, column, text, suggestion }) =>
      `${reason} ${line - 12}:${column} ${text} ${suggestion ?? ""}`,
  );
}

it("takes an entry whose arguments are those of its schema", async () => {
  const entry = `  resources: ["crm://{tenant}/{args.orderId}", "mailto:{args.cc[*].address}", "file://{args.path/}"]
  args: { orderId: object, "cc[*].address": address, cc: address, extra.anything: name }
  redact: { card: mask }
  opaque: [extra]
`;
  expect(await found(entry)).toEqual([]);
});

it.each([
  ['  resources: ["crm://{args.orderld}"]', "argument_unknown 1:15 orderld orderId"],
  ['  resources: ["file://{args.pth/}"]', "argument_unknown 1:15 pth path"],
  ['  resources: ["mailto:{args.cc[*].adress}"]', "argument_unknown 1:15 cc[*].adress cc[*].address"],
  ['  resources: ["mailto:{args.card[*]}"]', "argument_unknown 1:15 card[*] "],
  ["  args: { oderId: object }", "argument_unknown 1:11 oderId orderId"],
  ["  redact: { crad: mask }", "argument_unknown 1:13 crad card"],
  ["  opaque: [exta]", "argument_unknown 1:12 exta extra"],
])("refuses %s", async (entry, expected) => {
  expect(await found(`${entry}\n`)).toEqual([expected]);
});
