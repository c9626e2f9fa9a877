import { describe, expect, it } from "vitest";
import { z } from "zod";

import { defaultModel, lintPolicy, loadPolicy, PolicyError } from "../src/index.ts";

const REFUND = z.object({
  amount: z.number(),
  currency: z.enum(["EUR", "USD"]).optional(),
  order: z.object({ id: z.string(), lines: z.array(z.object({ sku: z.string() })) }).nullable(),
  urgent: z.boolean().default(false),
  day: z.union([z.string(), z.number()]),
  to: z.array(z.string()),
  free: z.any(),
  when: z.date().transform(String),
});

const TOOLS = {
  refund: { action: "refund", effect: "write", sensitivity: "internal" },
  read: { action: "read", effect: "read", sensitivity: "internal" },
  other: { action: "other", effect: "read", sensitivity: "internal" },
};

interface Asked {
  readonly tool?: string;
  readonly act?: string;
  readonly schemas?: Readonly<Record<string, unknown>>;
}

/** What is found in one rule with a condition: reason, place, text and suggestion. */
async function found(when: string, { tool = "refund", act = "*", schemas = { refund: REFUND } }: Asked = {}) {
  const rules = `p, R1, bot, ${tool}, ${act}, **, *, *, *, "${when}", allow, none\ng2, refund, money\ng2, read, money`;
  const all = await lintPolicy({ model: defaultModel, rules, tools: TOOLS }, { schemas });
  const findings = all.filter(({ reason }) => reason === "argument_unknown" || reason === "argument_type");
  return findings.map(({ reason, severity, line, column, text, suggestion }) => {
    const word = rules.split("\n")[line - 1]?.slice(column - 1, column - 1 + text.length);
    return [reason, severity, word, suggestion].filter((part) => part !== undefined).join(" ");
  });
}

describe("conditions against a zod schema", () => {
  it.each([
    "args.amount <= 100",
    "has(args.currency) && args.currency == 'EUR'",
    "args.currency in ['EUR', 'USD']",
    "args.order.id == 'x'",
    "args.urgent && !args.urgent",
    "args.day == 'monday' || args.day > 3",
    "from(args.to) in [user]",
    "args.free.anything == 1 && args.free",
    "args.when == 'x' || args.when > 2",
    "args.to.length < 3",
    "env.attempt < 3 && subject.amuont == 1",
    "contested(args.order)",
    "args.amount == args.day",
  ])("finds nothing in %s", async (when) => {
    expect(await found(when)).toEqual([]);
  });

  it.each([
    ["args.amuont <= 100", "argument_unknown fatal args.amuont args.amount"],
    ["has(args.amuont)", "argument_unknown fatal args.amuont args.amount"],
    ["env.attempt < 2 && args.order.idd == 'x'", "argument_unknown fatal args.order.idd args.order.id"],
    ["args.amount.value == 1", "argument_unknown fatal args.amount.value"],
    ["args.order.lines.sku == 'x'", "argument_unknown fatal args.order.lines.sku"],
    ["from(args.too) in [user]", "argument_unknown fatal args.too args.to"],
    ["contested(args.zzz)", "argument_unknown fatal args.zzz"],
    ["args.__proto__ == 1", "argument_unknown fatal args.__proto__"],
    ["args.amount == '100'", "argument_type fatal args.amount"],
    ["args.amount in ['100']", "argument_type fatal args.amount"],
    ["args.urgent == 1", "argument_type fatal args.urgent"],
    ["args.order == 'x'", "argument_type fatal args.order"],
    ["args.to == 'x'", "argument_type fatal args.to"],
    ["!args.amount", "argument_type fatal args.amount"],
    ["args.order.id < 3", "argument_type fatal args.order.id"],
    ["args.currency == 'EURO'", "argument_type fatal EURO EUR"],
    ["args.currency in ['EUR', 'UDS']", "argument_type fatal UDS USD"],
  ])("finds %s", async (when, expected) => {
    expect(await found(when)).toEqual([expected]);
  });

  it("looks at every tool to which the rule may apply, and at no other", async () => {
    const schemas = {
      refund: REFUND,
      read: z.object({ id: z.string() }),
      other: z.object({ id: z.string() }),
    };
    expect(await found("args.amount < 1", { tool: "money", schemas })).toEqual([
      "argument_unknown warning args.amount",
    ]);
    expect(await found("args.amount < 1", { tool: "money", act: "refund", schemas })).toEqual([]);
    expect(await found("has(args.amount) && args.id == 'x'", { tool: "money", schemas })).toEqual([
      "argument_unknown warning args.id",
    ]);
    expect(await found("args.amuont < 1", { tool: "*", schemas })).toEqual([
      "argument_unknown fatal args.amuont args.amount",
    ]);
    expect(await found("args.id == 'x'", { tool: "*", act: "read", schemas })).toEqual([]);
    expect(await found("args.amuont < 1", { tool: "nobody", schemas })).toEqual([]);
  });

  it("finds nothing where the schema of a tool is not known", async () => {
    expect(await found("args.amuont < 1", { tool: "money" })).toEqual([]);
    expect(await found("args.amuont < 1", { tool: "*" })).toEqual([]);
    expect(await found("args.amuont < 1", { schemas: {} })).toEqual([]);
    expect(
      await found("args.amuont < 1", { schemas: { refund: z.looseObject({ amount: z.number() }) } }),
    ).toEqual([]);
    expect(
      await found("args.amuont < 1", { schemas: { refund: REFUND.transform((all) => all.amount) } }),
    ).toEqual([]);
  });

  it("refuses what is no schema", async () => {
    for (const schema of [null, 7, "object", () => true, new Map()])
      await expect(found("true", { schemas: { refund: schema } })).rejects.toMatchObject({
        reason: "config_invalid",
        facts: { option: "schemas.refund" },
      });
  });
});

describe("conditions against a JSON Schema", () => {
  const schema = {
    $defs: {
      "a/b": { type: "object", properties: { id: { type: "string" } }, additionalProperties: false },
      loop: { type: "object", properties: { next: { $ref: "#/$defs/loop" }, end: { const: "stop" } } },
    },
    type: "object",
    properties: {
      order: { $ref: "#/$defs/a~1b" },
      loop: { $ref: "#/$defs/loop" },
      either: {
        anyOf: [{ type: "null" }, { $ref: "#/$defs/a~1b" }, { type: "object", properties: { no: {} } }],
      },
      both: {
        allOf: [
          { properties: { a: { type: "number" } } },
          { properties: { b: { type: ["string", "null"] } } },
        ],
      },
      map: { type: "object", additionalProperties: { type: "integer" } },
      empty: { type: "object" },
      pattern: {
        type: "object",
        properties: { a: {} },
        patternProperties: { "^x": {} },
        additionalProperties: false,
      },
      elsewhere: { $ref: "https://schemas.example/thing.json" },
      broken: { $ref: "#/$defs/none" },
      level: { enum: [1, 2, 3] },
      never: false,
    },
  };

  it.each([
    "args.order.id == 'x'",
    "args.loop.next.next.end == 'stop'",
    "args.either.id == 'x' || args.either.no == 1",
    "args.both.a > 1 && args.both.b == 'x'",
    "args.map.anything > 1",
    "args.empty.anything == 1",
    "args.pattern.xyz == 1",
    "args.elsewhere.x == 1 || args.broken.x == 1",
    "args.level == 2",
  ])("finds nothing in %s", async (when) => {
    expect(await found(when, { schemas: { refund: schema } })).toEqual([]);
  });

  it.each([
    ["args.order.ip == 'x'", "argument_unknown fatal args.order.ip args.order.id"],
    [
      "args.loop.next.nxt.end == 'x'",
      "argument_unknown fatal args.loop.next.nxt.end args.loop.next.next.end",
    ],
    ["args.loop.end == 'stopp'", "argument_type fatal stopp stop"],
    ["args.either.ib == 'x'", "argument_unknown fatal args.either.ib args.either.id"],
    ["args.both.c == 1", "argument_unknown fatal args.both.c"],
    ["args.map.x == 'x'", "argument_type fatal args.map.x"],
    ["args.level == 4", "argument_type fatal 4"],
    ["args.level == '2'", "argument_type fatal args.level"],
    ["args.never.x == 1", "argument_unknown fatal args.never.x args.level.x"],
  ])("finds %s", async (when, expected) => {
    expect(await found(when, { schemas: { refund: schema } })).toEqual([expected]);
  });

  it("ends with schemas that refer to themselves", async () => {
    const itself = { $ref: "#" };
    const round = {
      anyOf: [{ $ref: "#/$defs/a" }],
      $defs: { a: { oneOf: [{ $ref: "#/$defs/b" }] }, b: { $ref: "#/$defs/a" } },
    };
    expect(await found("args.x == 1", { schemas: { refund: itself } })).toEqual([]);
    expect(await found("args.x == 1", { schemas: { refund: round } })).toEqual([]);
  });
});

describe("a loaded policy", () => {
  const rules = "p, R1, bot, refund, *, **, *, *, *, args.amuont <= 100, allow, none";

  it("does not load with an argument that no tool has, and shows where", async () => {
    const loading = loadPolicy({ model: defaultModel, rules, tools: TOOLS }, { schemas: { refund: REFUND } });
    await expect(loading).rejects.toThrow(
      `AMBIT-P150  rules.csv:1:37  "args.amuont" is no argument of refund: it would deny every call that reaches it
   1 | ${rules}
     | ${" ".repeat(36)}^^^^^^^^^^^ did you mean "args.amount"?`,
    );
  });

  it("checks the schemas of tools that it gets to know later", async () => {
    const policy = await loadPolicy({ model: defaultModel, rules, tools: TOOLS });
    const check = (schema: unknown) => () => policy.checkArguments?.(new Map([["refund", schema]]));
    expect(check(z.object({ amuont: z.number() }))).not.toThrow();
    expect(check("no schema")).not.toThrow();
    expect(check(REFUND)).toThrow(PolicyError);
    expect(check(REFUND)).toThrow(expect.objectContaining({ reason: "argument_unknown" }));
  });

  it("takes the schema of the manifest where it was given none", async () => {
    const inputSchema = { type: "object", properties: { amount: { type: "string" } } };
    const tools = { refund: { ...TOOLS.refund, inputSchema } };
    const source = { model: defaultModel, rules: rules.replace("amuont", "amount"), tools };
    await expect(loadPolicy(source)).rejects.toMatchObject({ reason: "argument_type" });
    const policy = await loadPolicy(source, { schemas: { refund: REFUND } });
    expect(policy.manifest("refund")?.inputSchema).toEqual(inputSchema);
    expect(policy.warnings).toEqual([]);
  });
});
