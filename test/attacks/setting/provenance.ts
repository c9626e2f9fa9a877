import { withAuthority } from "@ambit/langchain/testing";
import type { RunRequest } from "@ambit/langchain";
import { DynamicStructuredTool, type StructuredTool } from "@langchain/core/tools";
import { house, READ, WRITE } from "../../house/house.ts";

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
    count: WRITE,
    ask: WRITE,
  },
};
const REQUEST = {
  subject: { id: "user:alice", attributes: { mail: "alice@home.example", team: "ops", active: true } },
  purpose: "work",
  goal: "Answer the mail of bob@acme.example about order 104207",
} as const;

/** A tool whose arguments no schema checks, called in a run; gives the codes of its decisions. */
export async function called(name: string, args: unknown, over: Partial<RunRequest> = {}): Promise<string> {
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
