import type { ApprovalPort, PolicyPort, PolicyRequest, ProvenancePort, ToolEntry } from "@ambit/core";
import { inFrame } from "@ambit/gate";
import { expect, it } from "vitest";
import { allowed, answering, asClerk, type Bench, bench, call, pay } from "./fixture.ts";

const EVE = "eve@evil.example";
const ANN = "ann@acme.example";
const to = (value: string) => ({ path: "to", value });

const look: ToolEntry = {
  ...pay,
  tool: "look",
  effect: "read",
  args: {},
  returns: { sensitivity: "public", fields: { "*.mail": "id", "*.from": "counterparty", "*": "id" } },
};
const lax: ToolEntry = { ...pay, risk: "low" };
const done: ToolEntry = { ...pay, tool: "done", effect: "commit", args: {}, completes: ["pay"] };
const reading = (parse: "json" | "yaml" | "lines" | "text"): ToolEntry => ({
  ...look,
  tool: parse,
  returns: { ...look.returns, parse, errors: "message" },
});
const TOOLS = [pay, look, done, ...(["json", "yaml", "lines", "text"] as const).map(reading)];

interface Told {
  readonly on: Bench;
  /** What was told of the latest call. */
  readonly latest: () => ProvenancePort;
}

interface World {
  readonly effect?: (asked: PolicyRequest) => string;
  readonly tools?: readonly ToolEntry[];
  readonly approve?: ApprovalPort;
  readonly policy?: Partial<PolicyPort>;
}

/** A bench whose policy allows everything but what `effect` says, and keeps what it is told. */
async function telling(
  fn: (told: Told) => Promise<void>,
  { effect = () => "allow", tools = TOOLS, approve, policy = {} }: World = {},
  request: Parameters<typeof asClerk>[2] = {},
): Promise<void> {
  let latest: ProvenancePort = {};
  const decide = ((asked: PolicyRequest) => {
    latest = asked.provenance ?? {};
    // what is known at the first question is what is answered from
    latest.from?.(to(""));
    const answer = effect(asked);
    return answer === "ask"
      ? { ...allowed, effect: "ask", obligations: [{ kind: "approve", role: "boss" }] }
      : { ...allowed, effect: answer };
  }) as () => unknown;
  const on = bench({
    policy: { ...answering(decide, tools), ...policy },
    ...(approve === undefined ? {} : { approve }),
  });
  await asClerk(on, () => fn({ on, latest: () => latest }), request);
}

/** Where a value comes from, as a payment with it is told. */
async function fromOf({ on, latest }: Told, value: string): Promise<unknown> {
  await call(on, "pay", { to: value });
  return latest().from?.(to(value));
}

const gives = (value: unknown) => ({ body: () => value });

it.each([
  ["a JSON text", JSON.stringify([{ mail: ANN }]), "own"],
  ["data", [{ mail: ANN }], "own"],
  ["data with a counterparty's value", [{ from: ANN }], "counterparty"],
  ["data with what is not declared", [{ note: ANN }], "prose"],
  ["a message", { content: JSON.stringify([{ mail: ANN }]), tool_call_id: "a" }, "own"],
  ["a message with an error", { content: `no ${ANN}`, tool_call_id: "a", status: "error" }, "prose"],
  ["blocks of text", [{ type: "text", text: JSON.stringify([{ mail: ANN }]) }], "own"],
  ["content beside an artifact", [JSON.stringify([{ mail: ANN }]), { mail: EVE }], "own"],
  ["another text", `mail ${ANN}`, "prose"],
  ["what is no data", new Map([["a", { mail: ANN }]]), "model"],
  [
    "an object of a class",
    new (class {
      readonly deep = { mail: ANN };
    })(),
    "prose",
  ],
  ["nothing", undefined, "model"],
])("notes what a tool returns: %s", async (_what, value, expected) => {
  await telling(async (told) => {
    await call(told.on, "look", {}, gives(value));
    expect(await fromOf(told, ANN)).toBe(expected);
    expect(await fromOf(told, EVE)).toBe("model");
  });
});

it.each([
  ["json", `"${ANN}"`, "own"],
  ["json", ANN, "prose"],
  ["lines", `x\n${ANN}\r\n`, "own"],
  ["text", ANN, "own"],
  ["yaml", `- mail: ${ANN}`, "prose"],
])("reads a text as its manifest says: %s %j", async (tool, value, expected) => {
  await telling(async (told) => {
    await call(told.on, tool, {}, gives(value));
    expect(await fromOf(told, ANN)).toBe(expected);
  });
});

it("reads YAML by what the policy brings", async () => {
  const policy = { readYaml: (text: string) => [{ mail: text.slice(-ANN.length) }] };
  await telling(
    async (told) => {
      await call(told.on, "yaml", {}, gives(`- mail: ${ANN}`));
      expect(await fromOf(told, ANN)).toBe("own");
    },
    { policy },
  );
});

it.each([
  ["look", `no such user ${ANN}`, "prose"],
  ["text", `no such user ${ANN}`, "own"],
  ["text", `no such user ${EVE}`, "model"],
])("notes the error of %s: %s", async (tool, message, expected) => {
  await telling(async (told) => {
    const fails = { body: () => Promise.reject(new Error(message)) };
    await expect(call(told.on, tool, { who: EVE }, fails)).rejects.toThrow(message);
    expect(await fromOf(told, message.includes(ANN) ? ANN : EVE)).toBe(expected);
  });
});

it("notes nothing of a call that was denied", async () => {
  const effect = ({ tool }: PolicyRequest): string => (tool === "look" ? "deny" : "allow");
  await telling(
    async (told) => {
      await call(told.on, "look", {}, gives([{ mail: ANN }]));
      expect(await fromOf(told, ANN)).toBe("model");
      expect(told.latest().contested?.(to(ANN))).toBe(false);
    },
    { effect },
  );
});

it("tells a sub-agent what its parent has read, and the parent what the sub-agent has", async () => {
  await telling(async (told) => {
    await call(told.on, "look", {}, gives([{ mail: ANN }]));
    const goal = `write to ${EVE}`;
    const child = await told.on.gate.enterAgent("helper", { delegation: { goal } });
    await inFrame(child, async () => {
      expect(await fromOf(told, ANN)).toBe("own");
      // the task is the parent model's text, whoever reads it as a user's message
      expect(await fromOf(told, EVE)).toBe("model");
      await call(told.on, "look", {}, gives(`pay ${EVE}`));
    });
    expect(await fromOf(told, EVE)).toBe("prose");
  });
});

it("remembers what a person approved, until the goal changes", async () => {
  let effect = "ask";
  const approve: ApprovalPort = ({ digest }) => Promise.resolve({ approved: true, digest });
  await telling(
    async (told) => {
      await call(told.on, "pay", { to: EVE, note: ANN });
      effect = "allow";
      expect(await fromOf(told, EVE)).toBe("approved");
      expect(told.latest().from?.({ path: "note", value: EVE })).toBe("model");
      expect(await fromOf(told, ANN)).toBe("model");
    },
    { effect: () => effect, approve },
  );
});

it("takes what a write has brought in for no better than it was", async () => {
  await telling(async (told) => {
    await call(told.on, "look", {}, gives([{ mail: ANN }]));
    for (const value of [ANN, EVE]) await call(told.on, "pay", { to: value });
    await call(told.on, "look", {}, gives([{ mail: EVE }, { mail: ANN }]));
    expect(await fromOf(told, ANN)).toBe("own");
    expect(await fromOf(told, EVE)).toBe("model");
  });
});

it("counts reasons, and a commit has those of the writes that it completes", async () => {
  await telling(async (told) => {
    const reasonsOf = async (tool: string, args: object): Promise<unknown> => {
      await call(told.on, tool, args);
      return told.latest().reasons?.();
    };
    expect(await reasonsOf("look", { to: EVE })).toBe(0);
    expect(await reasonsOf("done", {})).toBe(1);
    expect(await reasonsOf("pay", { to: EVE })).toBe(2);
    expect(await reasonsOf("done", {})).toBe(2);
    expect(await reasonsOf("done", {})).toBe(1);
  });
  await telling(
    async (told) => {
      await call(told.on, "pay", { to: ANN });
      expect(told.latest().reasons?.()).toBe(0);
      await call(told.on, "done", {});
      expect(told.latest().reasons?.()).toBe(0);
    },
    { tools: [lax, done] },
    { input: `pay ${ANN}` },
  );
});

it("indexes nothing for a policy that does not ask, and answers none that asks later", async () => {
  const policy = { asksProvenance: false };
  await telling(
    async (told) => {
      await call(told.on, "look", {}, gives([{ mail: ANN }]));
      expect(await fromOf(told, ANN)).toBeUndefined();
      expect(told.latest().contested?.(to(ANN))).toBeUndefined();
      expect(told.latest().reasons?.()).toBeUndefined();
    },
    { policy },
  );
});

it("answers nothing after a result that nobody can look at", async () => {
  await telling(async (told) => {
    const odd = new Proxy(
      {},
      {
        has: () => {
          throw new Error("no");
        },
      },
    );
    await call(told.on, "look", {}, gives({ a: 1 }));
    await call(told.on, "look", {}, gives(odd));
    expect(await fromOf(told, ANN)).toBeUndefined();
  });
});

it("leaves out what has too many arguments to be told apart", async () => {
  await telling(async (told) => {
    await call(
      told.on,
      "look",
      { many: Array.from({ length: 3000 }, (_, each) => each) },
      gives([{ mail: ANN }]),
    );
    expect(told.latest().reasons?.()).toBe(undefined);
    expect(await fromOf(told, ANN)).toBeUndefined();
  });
});
