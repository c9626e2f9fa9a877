import type { Protection } from "./protected-paths.ts";
import { liesIn } from "./overlaps.ts";
import { pathOf, realPath, startsNowhere } from "./real-path.ts";

/** A longer text is no command. */
const MAX_COMMAND = 16_384;
/** So many words are looked up in the file system; a command has fewer. */
const MAX_LOOKED_UP = 64;
/** What ends a word for a shell. */
const BETWEEN = /[\s'"`;|&<>()=,$]+/u;

/**
 * Whether a word of a text is a protected path or leads into one, as in a command for a shell.
 *
 * What merely holds a protected path does not count: commands name the folders in which they work. It is no parser of
 * shells: who can run commands can spell a path in ways that no look at the text finds.
 */
export function isMentionedIn(text: string, { paths, names }: Protection): boolean {
  // the last name of a path stands in whatever leads there, but for links and folders inside
  if (text.length > MAX_COMMAND) return paths.some((path) => text.includes(path));
  // one word has been looked at as a whole
  if (!BETWEEN.test(text)) return false;
  const words = text.split(BETWEEN).filter((word) => word.includes("/") || names.includes(word));
  const leads = (path: string): boolean => paths.some((guarded) => liesIn(path, guarded));
  return words.some((word, index) => {
    const lexical = pathOf(word);
    if (lexical === undefined) return false;
    if (leads(lexical)) return true;
    return index < MAX_LOOKED_UP && !startsNowhere(lexical) && leads(realPath(lexical));
  });
}
