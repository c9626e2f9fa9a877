import { bold, faint } from "./style.ts";

export const WIDTH = 100;

/** The title of a part of the demo, with a rule over the page. */
export function title(text: string): string {
  return `\n${bold(`── ${text} ${"─".repeat(Math.max(0, WIDTH - text.length - 4))}`)}\n`;
}

/** A paragraph, broken at words and set in by a few columns. */
export function paragraph(text: string, indent = 3): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u)) {
    if (line !== "" && line.length + word.length + 1 > WIDTH - indent) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${" ".repeat(indent)}${one}`).join("\n");
}

/** A labelled value: `   user  …`. */
export function entry(label: string, value: string): string {
  const lines = paragraph(value, 14).slice(14);
  return `   ${faint(label.padEnd(10))} ${lines}`;
}
