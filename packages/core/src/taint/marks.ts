import { type Sensitivity, sensitivityRank } from "../sensitivity/sensitivity.ts";

/** What a run has read so far: its high-water mark. */
export interface TaintMarks {
  /** Text from outside the user's and the system's own records was read. */
  readonly untrusted: boolean;
  /** The highest sensitivity that was read. */
  readonly seen: Sensitivity;
  /** Tools whose results raised a mark, in order of first reading. */
  readonly sources: readonly string[];
}

/** The marks of a run that has read nothing. */
export const UNTAINTED: TaintMarks = Object.freeze({
  untrusted: false,
  seen: "public",
  sources: Object.freeze([]),
});

/** The join of two marks: whatever either one carries. Marks only rise. */
export function joinMarks(a: TaintMarks, b: TaintMarks): TaintMarks {
  const sources = b.sources.filter((source) => !a.sources.includes(source));
  const seen = sensitivityRank(a.seen) >= sensitivityRank(b.seen) ? a.seen : b.seen;
  const untrusted = a.untrusted || b.untrusted;
  if (sources.length === 0 && seen === a.seen && untrusted === a.untrusted) return a;
  return Object.freeze({ untrusted, seen, sources: Object.freeze([...a.sources, ...sources]) });
}
