/** One measure, as `--json` writes it. */
export interface Row {
  readonly bench: string;
  readonly case: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in the same run. */
  readonly peer?: string;
  /** How many times the peer. */
  readonly ratio?: number;
  readonly target?: number;
  readonly holds?: boolean;
  /** Why there is no value; then it is NaN, in JSON null. */
  readonly missing?: string;
}

/** A measure that could not be made: neither a win nor a loss. */
export function notAvailable(row: Omit<Row, "value">, missing: string): Row {
  return { ...row, value: Number.NaN, missing };
}

/** A row whose value may be at most `target`. */
export function atMost(target: number, row: Row): Row {
  return { ...row, target, holds: row.value <= target };
}

/** A row whose value must be at least `target`. */
export function atLeast(target: number, row: Row): Row {
  return { ...row, target, holds: row.value >= target };
}

/** How much a bench measures. */
export interface Effort {
  readonly slices: number;
  /** Factor on the number of operations per slice. */
  readonly scale: number;
}

/** A group of measures. It asserts the decisions first, then measures; a failed assertion throws. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  run(effort: Effort): Promise<readonly Row[]>;
}

/** Operations per slice under an effort; never so few that a p99 means nothing to compute. */
export function ops(base: number, { scale }: Effort): number {
  return Math.max(3, Math.round(base * scale));
}
