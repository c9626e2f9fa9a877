import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The workspace's root folder. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/** A fenced block of a page: its language, the word after it, its text. */
export interface Block {
  readonly language: string;
  /** A file's path, or a name by which a test finds the block. */
  readonly name: string | undefined;
  readonly text: string;
}

const FENCE = /^```(\w+)[ \t]*([^\n]*)\n([\s\S]*?)^```$/gmu;

/** The fenced blocks of a page, in order. */
export function blocksOf(path: string): readonly Block[] {
  const page = readFileSync(`${ROOT}${path}`, "utf8");
  return [...page.matchAll(FENCE)].map(([, language = "", name = "", text = ""]) => ({
    language,
    name: name.trim() === "" ? undefined : name.trim(),
    text,
  }));
}

/** The text of the block with a name; throws when the page has none or two. */
export function blockNamed(path: string, name: string): string {
  const found = blocksOf(path).filter((block) => block.name === name);
  if (found.length !== 1) throw new Error(`${path} has ${found.length} blocks named ${name}`);
  return found[0]?.text ?? "";
}
