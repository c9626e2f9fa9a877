import pc from "picocolors";

/** Paints text; the identity when there are no colours. */
export type Paint = (text: string) => string;

/** The few ways in which text stands out. No meaning is in colour alone. */
export interface Style {
  readonly good: Paint;
  readonly bad: Paint;
  /** Bad, and to be seen from afar. */
  readonly alarm: Paint;
  readonly caution: Paint;
  readonly strong: Paint;
  readonly faint: Paint;
  readonly accent: Paint;
}

export function createStyle(color: boolean): Style {
  const colors = pc.createColors(color);
  return {
    good: colors.green,
    bad: colors.red,
    alarm: (text) => colors.bold(colors.red(text)),
    caution: colors.yellow,
    strong: colors.bold,
    faint: colors.dim,
    accent: colors.cyan,
  };
}
