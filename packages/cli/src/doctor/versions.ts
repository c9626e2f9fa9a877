import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { satisfies } from "./satisfies.ts";

/** A thing that Ambit stands on, as it was found. */
export interface FoundVersion {
  readonly name: string;
  /** Absent when it is not installed where the module would look for it. */
  readonly version?: string;
  /** The range that Ambit works with. */
  readonly range: string;
  readonly ok: boolean;
}

interface Manifest {
  readonly version?: unknown;
  readonly engines?: { readonly node?: string };
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Node and the peers of `@ambit/langchain`, as a module in `folder` would find them. */
export function foundVersions(folder: string): readonly FoundVersion[] {
  const own = readManifest(createRequire(import.meta.url).resolve("@ambit/langchain/package.json"));
  const node = found("node", process.versions.node, own?.engines?.node ?? "");
  const peers = Object.entries(own?.peerDependencies ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [node, ...peers.map(([name, range]) => found(name, installedVersion(name, folder), range))];
}

function found(name: string, version: string | undefined, range: string): FoundVersion {
  if (version === undefined) return { name, range, ok: false };
  return { name, version, range, ok: satisfies(version, range) };
}

/** Looks for a package as Node does: in `node_modules` of the folder and of each folder above it. */
function installedVersion(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const version = readManifest(join(at, "node_modules", name, "package.json"))?.version;
    if (typeof version === "string") return version;
    if (dirname(at) === at) return undefined;
  }
}

function readManifest(path: string): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof manifest === "object" && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}
