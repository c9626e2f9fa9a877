import { READ, WRITE } from "../house/house.ts";

/** Alice and her agent may use `open`, `outer` and `send`, and ask for `held`; nobody may use `shut`. */
export const POLICY = {
  rules: `
p, R1, staff, free, *, **, *, *, *, true, allow, none
p, R2, staff, held, *, **, *, *, *, true, allow, approve:boss
g, user:alice, staff
g, user:bob, staff
g, bot, staff
g2, open, free
g2, outer, free
g2, send, free
g3, work, work
g3, play, play
`,
  tools: { open: READ, outer: READ, shut: READ, held: READ, send: { ...WRITE, args: { to: "address" } } },
};

export const REQUEST = { subject: "user:alice", purpose: "work", goal: "go" } as const;
