import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, parse, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Links are followed at most so often, as operating systems do. */
const MAX_LINKS = 40;

/** How a text begins of which a URL parser could make a file URL: to parse every text would be slow. */
const FILE_SCHEME = /^[\p{Cc} ]*f[\t\n\r]*i[\t\n\r]*l[\t\n\r]*e[\t\n\r]*:/iu;

/** Whether a text is a file URL as URL parsers read it: in any case, with blanks before and tabs inside. */
export function isFileUrl(text: string): boolean {
  return FILE_SCHEME.test(text) && URL.canParse(text) && new URL(text).protocol === "file:";
}

/** The absolute path that a text or file URL names; undefined when it names none that can be read. */
export function pathOf(text: string): string | undefined {
  if (text.includes("\0")) return undefined;
  try {
    if (!isFileUrl(text)) return resolve(text);
    const url = new URL(text);
    url.host = ""; // another host is this one's own file for tools that drop it
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** The real path of the nearest ancestor that exists, with the rest appended; links that lead nowhere are followed, too. */
export function realPath(path: string, links = 0): string {
  try {
    return realpathSync(path);
  } catch {
    const target = links < MAX_LINKS ? linkTarget(path) : undefined;
    if (target !== undefined) return realPath(resolve(dirname(path), target), links + 1);
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent, links), basename(path));
  }
}

/** Whether not even the first step of a path exists, so that there is no link to follow: so it is with most prose. */
export function startsNowhere(path: string): boolean {
  const here = process.cwd() + sep;
  const base = path.startsWith(here) ? here : parse(path).root;
  const end = path.indexOf(sep, base.length);
  const first = end < 0 ? path : path.slice(0, end);
  return !existsSync(first) && linkTarget(first) === undefined;
}

function linkTarget(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
