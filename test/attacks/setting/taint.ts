import { type House, READ } from "../../house/house.ts";

/** `read` gives text that anybody may have written; nothing goes into `sink` after that. */
export const POLICY = {
  rules: `
p, R1, staff, free, *, **, *, *, *, true, allow, none
p, R2, staff, sink, *, **, *, *, *, !env.tainted, allow, none
g, user:alice, staff
g, bot, staff
g, helper, staff
g2, read, free
g2, ask, free
g3, work, work
`,
  tools: {
    read: READ,
    ask: { ...READ, returns: { fields: { order: "id" } } },
    sink: { ...READ, returns: { fields: { order: "id" } } },
  },
};
export const judged = ({ of }: House): string[] =>
  of("decision").map(({ tool, reason }) => `${tool} ${reason ?? "ok"}`);
