import type { AmbitOptions } from "@ambit/langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, WRITE } from "../house/house.ts";
import { answers, HELLO, noted, type NotedTool } from "../house/tools.ts";

type Review = NonNullable<AmbitOptions["review"]>;
type Event = Parameters<Review>[0];

const REQUEST = { subject: "user:alice", purpose: "work", goal: "work" } as const;
const TOOLS = { pay: { ...WRITE, resources: ["crm://orders/{args.id}"], args: { id: "object" } } };

/** A policy that puts payments of more than 100 to a person afterwards. */
const desk = (options: Partial<AmbitOptions>): Promise<House> =>
  house(
    {
      rules: `
p, SMALL, staff, *, *, **, *, *, *, args.amount <= 100, allow, none
p, LARGE, staff, *, *, **, *, *, *, args.amount > 100, allow, review:after
g, user:alice, staff
g, bot, staff
g3, work, work
`,
      tools: TOOLS,
    },
    options,
  );

async function pays(on: House, pay: NotedTool): Promise<readonly string[]> {
  const call = (id: string, amount: number) => [{ name: "pay", args: { id, amount }, id }];
  const model = scriptedModel(call("7", 50), call("8", 500), "done");
  const agent = createAgent({ model, tools: [pay], middleware: [on.ambit.middleware()] });
  const team = on.ambit.protect(agent, { agent: "bot" });
  return answers(await on.ambit.run(REQUEST, () => team.invoke(HELLO)));
}

describe.each(["every-call", "per-task"] as const)("review:after, %s", (evaluation) => {
  it("lets the call pass, and queues it for a person who finds all of it in the ledger", async () => {
    const queue: Event[] = [];
    const on = await desk({ evaluation, review: (event) => void queue.push(event) });
    const pay = noted("pay");
    expect(await pays(on, pay)).toEqual(["pay success: pay ok", "pay success: pay ok"]);
    expect(queue).toMatchObject([{ tool: "pay", actor: "bot", subject: "user:alice" }]);

    const [event] = queue;
    const decision = on.of("decision").find((record) => record.decision === event?.decision);
    expect(decision).toMatchObject({ callId: "8", effect: "allow", obligations: ["review:after"] });
    expect(decision?.run).toBe(event?.run);
    expect(on.of("obligation")).toMatchObject([{ decision: event?.decision, obligation: "review:after" }]);
    expect(on.of("outcome").find((record) => record.decision === event?.decision)?.status).toBe("ok");
  });

  it("queues before the tool runs, so that nothing happens unseen", async () => {
    const order: string[] = [];
    const on = await desk({ evaluation, review: async () => void order.push("queued") });
    await pays(
      on,
      noted("pay", ({ id }) => order.push(`paid ${String(id)}`)),
    );
    expect(order).toEqual(["paid 7", "queued", "paid 8"]);
  });

  it.each([
    ["there is no queue", undefined],
    ["the queue is full", () => Promise.reject(new Error("full"))],
  ])("L4: denies the call when %s", async (_, review) => {
    const on = await desk(review === undefined ? { evaluation } : { evaluation, review });
    const pay = noted("pay");
    expect(await pays(on, pay)).toEqual([
      "pay success: pay ok",
      expect.stringMatching(/^pay error: AMBIT-D\d+$/u),
    ]);
    expect(pay.ran).toMatchObject([{ id: "7" }]);
    expect(on.of("decision").at(-1)).toMatchObject({ reason: "obligation_unmet", detail: "review:after" });
  });
});
