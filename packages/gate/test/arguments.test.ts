import { expect, it } from "vitest";
import { allowed, answering, asClerk, bench, call, decisions } from "./fixture.ts";

class Money {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
}

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;

const OPAQUE: readonly (readonly [string, unknown])[] = [
  [
    "a getter",
    {
      get to() {
        return "DE01";
      },
    },
  ],
  ["a proxy", new Proxy({ to: "DE01" }, {})],
  ["a nested proxy", { a: { b: new Proxy({}, {}) } }],
  ["a function", { to: () => "DE01" }],
  ["a cycle", cyclic],
  ["a symbol key", { [Symbol("to")]: "DE01" }],
  ["a Map", { to: new Map([["x", 1]]) }],
  ["bytes", { to: new Uint8Array(2) }],
  ["NaN", { amount: Number.NaN }],
  ["Infinity", { amount: Infinity }],
  ["a bigint", { amount: 10n }],
  ["an invalid date", { at: new Date(Number.NaN) }],
  ["a hole in a list", { to: Object.assign([], { length: 2 }) }],
  ["members on a list", { to: Object.assign([1], { evil: 1 }) }],
  ["nothing", undefined],
];

it.each(OPAQUE)("L5: arguments with %s are refused", async (_name, args) => {
  const on = bench();
  const outcome = await asClerk(on, () => call(on, "pay", args));
  expect(outcome).toMatchObject({ kind: "denied", denial: { reason: "args_opaque" } });
  expect(on.ran).toBe(0);
  expect(decisions(on)).toMatchObject([{ stage: "derive", reason: "args_opaque" }]);
});

it("L5: the tool gets a private copy, and changing the original during the decision changes nothing", async () => {
  const args = { to: "DE01", items: [{ n: 1 }], at: new Date(0), link: new URL("https://a.example/x") };
  const on = bench({
    approve: async (question) => {
      args.to = "EVIL";
      args.items.push({ n: 2 });
      return { approved: true, digest: question.digest };
    },
    policy: asking(),
  });
  await asClerk(on, () => call(on, "pay", args));
  expect(on.given).toEqual([
    { to: "DE01", items: [{ n: 1 }], at: new Date(0), link: new URL("https://a.example/x") },
  ]);
  expect(on.given[0]).not.toBe(args);
});

it("L5: the tool may change its copy", async () => {
  const on = bench();
  const outcome = await asClerk(on, () =>
    call(on, "pay", { to: ["a"] }, { body: (own) => (own as { to: string[] }).to.push("b") }),
  );
  expect(outcome).toEqual({ kind: "ran", value: 2 });
});

it("L5: `__proto__` is an ordinary name", async () => {
  const on = bench();
  await asClerk(on, () => call(on, "pay", JSON.parse('{"__proto__": {"polluted": true}}')));
  expect(Object.hasOwn(on.given[0] as object, "__proto__")).toBe(true);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it("L5: a class instance is rebuilt by the tool's own schema from the raw input", async () => {
  const on = bench();
  const parse = (raw: unknown) => ({ amount: new Money((raw as { amount: number }).amount) });
  const host = { tool: "pay", args: { amount: new Money(5) }, raw: { amount: 5 }, parse };
  await asClerk(on, () => on.gate.guard(host, (own) => on.given.push(own)));
  expect(on.given).toEqual([{ amount: new Money(5) }]);
  expect((on.given[0] as { amount: unknown }).amount).not.toBe(host.args.amount);
});

it("L5: what parses to something else the second time is refused", async () => {
  const on = bench();
  let n = 5;
  const parse = () => ({ amount: new Money(n++) });
  const host = { tool: "pay", args: parse(), raw: { amount: 5 }, parse };
  const outcome = await asClerk(on, () => on.gate.guard(host, () => (on.ran += 1)));
  expect(outcome).toMatchObject({ denial: { reason: "args_unstable" } });
  const without = await asClerk(on, () => on.gate.guard({ tool: "pay", args: parse() }, () => (on.ran += 1)));
  expect(without).toMatchObject({ denial: { reason: "args_unstable" } });
  expect(on.ran).toBe(0);
});

it("L5: a rebuilt instance that somebody kept and changed is not handed over", async () => {
  const kept = { amount: 5 };
  const parse = () => ({ amount: Object.assign(Object.create(Money.prototype) as Money, kept) });
  let built: ReturnType<typeof parse> | undefined;
  const on = bench({
    policy: asking(),
    approve: async ({ digest }) => {
      Object.assign(built?.amount ?? {}, { amount: 1_000_000 });
      return { approved: true, digest };
    },
  });
  const host = { tool: "pay", args: parse(), raw: kept, parse: () => (built = parse()) };
  const outcome = await asClerk(on, () => on.gate.guard(host, () => (on.ran += 1)));
  expect(outcome).toMatchObject({ denial: { reason: "args_changed" } });
  expect(on.ran).toBe(0);
});

it("L4: what is no tool call is refused", async () => {
  const on = bench();
  const outcome = await asClerk(on, () => on.gate.guard({ tool: 7, args: {} } as never, () => (on.ran += 1)));
  expect(outcome).toMatchObject({ denial: { reason: "call_invalid" } });
  expect(on.ran).toBe(0);
});

it("a single text argument is decided under the name `input` and handed over as text", async () => {
  const on = bench();
  await asClerk(on, () => call(on, "search", "shoes"));
  expect(on.given).toEqual(["shoes"]);
});

function asking() {
  return answering({ ...allowed, effect: "ask", obligations: [{ kind: "approve", role: "boss" }] });
}
