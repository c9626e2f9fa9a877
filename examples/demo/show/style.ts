import { styleText } from "node:util";

/** Colours where the reader has them: `NO_COLOR` and `FORCE_COLOR` decide, else whether this is a terminal. */
export const hasColor: boolean =
  (process.env["NO_COLOR"] ?? "") === "" &&
  ((process.env["FORCE_COLOR"] ?? "0") !== "0" || process.stdout.isTTY === true);

type Format = Parameters<typeof styleText>[0];

const styled =
  (format: Format) =>
  (text: string): string =>
    hasColor ? styleText(format, text) : text;

export const bold: (text: string) => string = styled("bold");
export const faint: (text: string) => string = styled("dim");
export const good: (text: string) => string = styled("green");
export const bad: (text: string) => string = styled(["bold", "red"]);
