import type { CodeName } from "@ambit/core";

/** Something that is wrong with a policy, and where. */
export interface Finding {
  /** `AMBIT-P104` */
  readonly code: string;
  readonly reason: CodeName;
  /** A policy with a fatal finding does not load. */
  readonly severity: "fatal" | "warning";
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The offending text. */
  readonly text: string;
  /** What is wrong, and what it would have caused. */
  readonly message: string;
  /** The nearest valid spelling. */
  readonly suggestion?: string;
  /** An edit that puts it right; present only where no other meaning is possible. */
  readonly fix?: Fix;
}

/** An edit within one line: it replaces the finding's `text`. */
export interface Fix extends Place {
  /** In UTF-16 code units. */
  readonly length: number;
  readonly replacement: string;
}

/** A place in a text; line and column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of an offset in a text. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
