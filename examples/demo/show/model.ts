import type { Showing } from "./facts.ts";

/** Whose decisions are shown, and which facts they must bear out. */
export type Model = Pick<Showing, "isDue"> & {
  /** `provider:name` of a live model; undefined for the recorded ones. */
  readonly model: string | undefined;
};
