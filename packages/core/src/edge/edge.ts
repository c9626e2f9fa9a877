/** The events that narrow authority. */
export const EDGES = [
  "open",
  "step",
  "branch",
  "retry",
  "delegate",
  "model",
  "handoff",
  "goal",
  "taint",
  "resume",
] as const;

/** The name of an event that narrows authority. */
export type EdgeKind = (typeof EDGES)[number];
