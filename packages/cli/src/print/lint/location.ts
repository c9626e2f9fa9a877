import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** A file as CI systems name it: relative to the working folder, with slashes; absolute if it lies outside. */
export function repositoryPath(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  const outside = path.startsWith(`..${sep}`) || isAbsolute(path);
  return (outside ? resolve(file) : path).split(sep).join("/");
}

/** The same as a URI: relative, or `file:///…`. */
export function repositoryUri(file: string): string {
  const path = repositoryPath(file);
  return isAbsolute(path) ? pathToFileURL(file).href : path.split("/").map(encodeURIComponent).join("/");
}
