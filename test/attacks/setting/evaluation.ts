import type { AmbitOptions } from "@ambit/langchain";
import { withAuthority } from "@ambit/langchain/testing";
import { defaultModel } from "@ambit/policy";
import { caughtReason } from "../../house/caught.ts";
import { type House, house, READ, WRITE } from "../../house/house.ts";
import { noted } from "../../house/tools.ts";

const ORDERS = { resources: ["crm://orders/{args.id}"], args: { id: "object" } };
export const TOOLS = { look: { ...READ, ...ORDERS }, change: { ...WRITE, ...ORDERS } };
export const LINKS = `
g, user:alice, staff
g, user:bob, guest
g, bot, staff
g3, work, work
g3, play, play
`;
export const ALL = "p, ALL, staff, *, *, **, *, *, *, true, allow, none";
export const ALICE = { subject: "user:alice", purpose: "work", goal: "go", agent: "bot" } as const;
export const perTask = (rules: string, options: Partial<AmbitOptions> & { readonly model?: string } = {}) => {
  const { model = defaultModel, ...more } = options;
  return house({ model, rules: rules + LINKS, tools: TOOLS }, { evaluation: "per-task", ...more });
};

/** Calls `look` for each id in one run, and gives what came of it; with `~` where a decision was used again. */
export async function looks(
  { ambit, of }: House,
  ids: readonly string[],
  who: Partial<Parameters<typeof withAuthority>[0]> = {},
): Promise<readonly string[]> {
  const tool = noted("look");
  ambit.tools([tool]);
  const before = of("decision").length;
  await withAuthority({ ...ALICE, ambit, ...who }, async () => {
    for (const id of ids) await caughtReason(tool.invoke({ id }));
  });
  return of("decision")
    .slice(before)
    .map(({ effect, reason, reused }) => `${reason ?? effect}${reused === undefined ? "" : "~"}`);
}
