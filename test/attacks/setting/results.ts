import type { AmbitOptions, RunRequest } from "@ambit/langchain";
import { withAuthority } from "@ambit/langchain/testing";
import { DynamicStructuredTool, type StructuredTool } from "@langchain/core/tools";
import { type House, house, READ, WRITE } from "../../house/house.ts";

const GOOD = "[user, subject, approved, own]";

/** Mails that anybody may have written, the user's own contacts and files, and writes that ask where values come from. */
const POLICY = {
  rules: `
p, R1, staff, free, *, **, *, *, *, true, allow, none
p, R2, staff, send, *, **, *, *, *, "from(args.to) in ${GOOD} && !contested(args.to)", allow, none
p, R3, staff, post, *, **, *, *, *, "!copied(args.body) && !fresh(args.body)", allow, none
p, R4, staff, wire, *, **, *, *, *, "from(args.to) in [user, approved]", allow, none
p, R5, staff, wire, *, **, *, *, *, "!(from(args.to) in [user, approved])", allow, approve:boss
g, user:alice, staff
g, bot, staff
g, helper, staff
g2, mails, free
g2, contacts, free
g2, files, free
g2, add, free
g2, ask_helper, free
g3, work, work
`,
  tools: {
    mails: {
      ...READ,
      returns: { fields: { "[*].id": "id", "[*].from": "counterparty", "[*].body": "prose" } },
    },
    contacts: { ...READ, returns: { fields: { "[*].mail": "id", "[*].id": "id" }, errors: "message" } },
    files: { ...READ, returns: { fields: { "[*].owner": "id", "*.size": "id" } } },
    add: { ...WRITE, args: { mail: "address" }, returns: { fields: { mail: "id" } } },
    send: { ...WRITE, args: { to: "address", text: "prose" } },
    post: { ...WRITE, args: { body: "prose" } },
    wire: { ...WRITE, args: { to: "address", note: "object" } },
    ask_helper: READ,
  },
};

export const REQUEST = {
  subject: { id: "user:alice", attributes: { mail: "alice@home.example" } },
  purpose: "work",
  goal: "Answer my mails",
} as const;

export const EVE = "eve@evil.example";
export const ANN = "ann@acme.example";

/** One call, and what its tool answers; an error is thrown. */
export type Call = readonly [tool: string, args: object, answer?: unknown];

/** A tool of this world, which answers what `next` gives. */
export function answering(name: string, next: () => unknown): StructuredTool {
  return new DynamicStructuredTool({
    name,
    description: name,
    schema: { type: "object", properties: {} },
    func: () => {
      const answer = next();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? "ok");
    },
  }) as StructuredTool;
}

export function world(options: Partial<AmbitOptions> = {}): Promise<House> {
  return house(POLICY, options);
}

/** Makes calls in one run, one after the other; gives what became of each. */
export async function told(
  calls: readonly Call[],
  { options = {}, request = {} }: { options?: Partial<AmbitOptions>; request?: Partial<RunRequest> } = {},
): Promise<readonly string[]> {
  const { ambit, of } = await world(options);
  await withAuthority({ ambit, agent: "bot", ...REQUEST, ...request }, async () => {
    for (const [name, args, answer] of calls) {
      const tool = answering(name, () => answer);
      ambit.tools([tool]);
      await tool.invoke(args as never).catch(() => undefined);
    }
  });
  return of("decision").map(({ effect, reason }) => reason ?? effect);
}

/** What becomes of the last of some calls. */
export async function last(...calls: readonly Call[]): Promise<string | undefined> {
  return (await told(calls)).at(-1);
}

/** The answer of `mails`. */
export const mail = (body: string, from: string = ANN): Call => [
  "mails",
  {},
  JSON.stringify([{ id: "m1", from, body }]),
];
/** The answer of `contacts`. */
export const contacts = (...mails: readonly unknown[]): Call => [
  "contacts",
  {},
  JSON.stringify(mails.map((each) => ({ mail: each }))),
];
