import { expect, it } from "vitest";
import { inFrame, type RunRequest } from "@ambit/gate";
import {
  allowed,
  answering,
  asClerk,
  bench,
  call,
  decisions,
  pay as payEntry,
  type Bench,
} from "./fixture.ts";

const noMatch = { ...allowed, effect: "deny", reason: "policy_no_match" } as const;
const reworded = { kind: "denied", denial: { reason: "retry_after_denial" } };
const refused = { kind: "denied", denial: { reason: "policy_no_match" } };
const ran = { kind: "ran" };

/** A policy that denies what names one of these. */
function denying(...texts: readonly string[]): Bench {
  const entry = { ...payEntry, args: { ...payEntry.args, cc: "address" } } as const;
  const decide = ((question: { readonly args: unknown }) =>
    texts.some((text) => JSON.stringify(question.args).includes(text)) ? noMatch : allowed) as () => unknown;
  return bench({ policy: answering(decide, [entry, { ...entry, tool: "search", args: {} }]) });
}

async function expectPays(on: Bench, ...calls: readonly (readonly [object, object])[]): Promise<void> {
  for (const [args, outcome] of calls) expect(await call(on, "pay", args)).toMatchObject(outcome);
}

it.each<[string, readonly (readonly [object, object])[]]>([
  [
    "that drops an id",
    [
      [{ to: "EVIL42", cc: "FR7788" }, refused],
      [{ to: "FR7788" }, ran],
    ],
  ],
  [
    "that swaps ids",
    [
      [{ to: "EVIL42", cc: "FR7788" }, refused],
      [{ to: "FR7788", cc: "EVIL42" }, refused],
    ],
  ],
  [
    "that changes what names nobody",
    [
      [{ to: "FR7788", amount: 66 }, refused],
      [{ to: "FR7788", amount: 5 }, ran],
    ],
  ],
  [
    "that names others altogether",
    [
      [{ to: "EVIL42" }, refused],
      [{ to: "FR7788" }, ran],
    ],
  ],
  [
    "that one of several denied ones covers",
    [
      [{ to: "EVIL42", cc: "FR7788" }, refused],
      [{ to: "EVIL42", cc: "FR9900" }, reworded],
      [{ to: "FR7788" }, ran],
    ],
  ],
])("L2: a denied call %s is decided afresh", async (_name, calls) => {
  const on = denying("EVIL42", "66");
  await asClerk(on, () => expectPays(on, ...calls));
});

it.each<[string, readonly (readonly [object, object])[]]>([
  [
    "beside a new one",
    [
      [{ to: "EVIL42" }, refused],
      [{ to: "FR7788", cc: "EVIL42" }, reworded],
    ],
  ],
  [
    "in a list",
    [
      [{ to: "EVIL42" }, refused],
      [{ to: ["EVIL42", "FR7788"] }, reworded],
    ],
  ],
  [
    "under a name without a role",
    [
      [{ to: "EVIL42" }, refused],
      [{ to: "FR7788", bcc: " evil42" }, reworded],
    ],
  ],
  [
    "that is short, in its own place",
    [
      [{ to: "EVIL" }, refused],
      [{ to: "EVIL", cc: "FR7788" }, reworded],
    ],
  ],
  [
    "after a call that was denied as reworded",
    [
      [{ to: "EVIL42" }, refused],
      [{ to: "EVIL42", cc: "FR7788" }, reworded],
      [{ to: "EVIL42", cc: "FR7788" }, reworded],
    ],
  ],
  [
    "after another call succeeded",
    [
      [{ to: "EVIL42" }, refused],
      [{ to: "FR9900" }, ran],
      [{ to: "EVIL42", cc: "FR9900" }, reworded],
    ],
  ],
])("L2: a denied id does not come back %s", async (_name, calls) => {
  const on = denying("EVIL");
  await asClerk(on, () => expectPays(on, ...calls));
  expect(on.ran).toBe(calls.filter(([, outcome]) => outcome === ran).length);
});

it("L2: a value that the user or the subject named is no denied id", async () => {
  const on = denying("EVIL42");
  const over: Partial<RunRequest> = {
    goal: "Pay FR7788",
    subject: { id: "user:ann", attributes: { own: "FR9900" } },
  };
  const calls = [
    [{ to: "EVIL42", cc: "FR7788" }, refused],
    [{ to: "EVIL42", cc: "FR9900" }, reworded],
    [{ to: "FR7788", cc: "FR1122" }, ran],
    [{ to: "FR9900", cc: "FR1122" }, ran],
  ] as const;
  await asClerk(on, () => expectPays(on, ...calls), over);
});

it("a short value may stand elsewhere by chance, and one without a role anywhere", async () => {
  const on = denying("EVIL42");
  const calls = [
    [{ to: "EVIL42", cc: "A1", page: 10 }, refused],
    [{ to: "A1", page: 10 }, ran],
    [{ to: "FR7788", page: 10 }, ran],
  ] as const;
  await asClerk(on, () => expectPays(on, ...calls));
});

it("L2: a denied call is kept from a helper, and not from another purpose or tool", async () => {
  const on = denying("EVIL42");
  await asClerk(on, async () => {
    await expectPays(on, [{ to: "EVIL42" }, refused]);
    const delegate = async (): Promise<unknown> =>
      inFrame(await on.gate.enterAgent("helper"), () => call(on, "pay", { to: "EVIL42", cc: "FR7788" }));
    expect(await call(on, "search", {}, { body: delegate })).toMatchObject({ value: reworded });
    const declared = { purpose: "shop/gift", goal: "g" };
    await on.gate.declareStep({ place: "p", messageId: "m", callIds: ["a"], source: "tool", declared });
    const args = { to: "EVIL42", cc: "FR7788" };
    expect(await call(on, "pay", args, { callId: "a", place: "p" })).toMatchObject(refused);
  });
  expect(decisions(on).filter(({ reason }) => reason === "retry_after_denial")).toHaveLength(1);
});
