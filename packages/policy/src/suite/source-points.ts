import type { JsonObject } from "@ambit/core";

const ALL = ["*"];

/** The two ends of what can be known of where values come from: all speaks for the call, or all against it. */
export const SOURCE_POINTS: readonly JsonObject[] = [
  {
    from: { "*": "user" },
    nowhere: [],
    contested: [],
    fresh: [],
    copied: [],
    contains: [],
    host: ALL,
    linked: ALL,
    planned: true,
    reasons: 0,
  },
  {
    from: { "*": "model" },
    nowhere: ALL,
    contested: ALL,
    fresh: ALL,
    copied: ALL,
    contains: ALL,
    host: [],
    linked: [],
    planned: false,
    reasons: 1000,
  },
];
