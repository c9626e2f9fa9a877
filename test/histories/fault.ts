import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { GateModule } from "./product.ts";

/** One expression of a source file of the product, and the faulty one that takes its place. */
export interface Fault {
  readonly name: string;
  /** Its package, and its path in the sources of the package. */
  readonly file: `${"core" | "gate"}/${string}.ts`;
  readonly right: string;
  readonly wrong: string;
}

/** Faults that a history must find. */
export const FAULTS: readonly Fault[] = [
  {
    name: "a counter that does not charge its ancestors",
    file: "gate/run/counter.ts",
    right: "[...new Set([this, ...parents.flatMap((parent) => parent.#line)])]",
    wrong: "parents.length < 0 ? [] : [this]",
  },
  {
    name: "a narrowing that forgets the lifetime",
    file: "core/grant/scope.ts",
    right: "expiresAt: Math.min(a.expiresAt, b.expiresAt),",
    wrong: "expiresAt: a.expiresAt,",
  },
  {
    name: "a taint that does not reach the parent",
    file: "gate/frame/taint-scope.ts",
    right: "this.#above?.raise(marks);",
    wrong: "",
  },
  {
    name: "a delegation that costs no depth",
    file: "gate/edge/enter-agent.ts",
    right: "Math.max(0, parent.depth - 1)",
    wrong: "parent.depth",
  },
  {
    name: "a goal that leaves the frames of the last one alive",
    file: "gate/frame/why-ended.ts",
    right: 'if (generation !== run.generation) return "generation_stale";',
    wrong: "",
  },
  {
    name: "a revocation that is forgotten",
    file: "gate/frame/why-ended.ts",
    right: 'if (run.isRevoked(grant)) return "grant_revoked";',
    wrong: "",
  },
  {
    name: "a giver of a handoff that is not suspended",
    file: "gate/edge/hand-off.ts",
    right: "if (isOwnGraph && entry.above !== undefined) entry.suspend();",
    wrong: "if (isOwnGraph && entry.above !== undefined) return;",
  },
  {
    name: "a write on a thread that is done again",
    file: "gate/thread/thread-write.ts",
    right: "if (await this.#thread.spend(this.#call.mark)) return undefined;",
    wrong: "await this.#thread.spend(this.#call.mark);\n      return undefined;",
  },
];

const PACKAGES = new URL("../../packages/", import.meta.url);

/**
 * Gives `use` a copy of core and gate that has a fault. Nothing in the product knows of it: the copy is made of the sources,
 * and removed afterwards.
 */
export async function withFault<T>(fault: Fault, use: (gate: GateModule) => Promise<T>): Promise<T> {
  // inside the workspace, so that it is loaded as any other source
  const folder = mkdtempSync(join(import.meta.dirname, ".project-"));
  try {
    for (const pkg of ["core", "gate"]) {
      cpSync(new URL(`${pkg}/src`, PACKAGES), join(folder, pkg), { recursive: true });
    }
    for (const path of readdirSync(join(folder, "gate"), { recursive: true, encoding: "utf8" })) {
      if (path.endsWith(".ts")) toCopyOfCore(join(folder, "gate", path), join(folder, "core", "index.ts"));
    }
    sow(folder, fault);
    return await use((await import(pathToFileURL(join(folder, "gate", "index.ts")).href)) as GateModule);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function toCopyOfCore(file: string, core: string): void {
  const text = readFileSync(file, "utf8");
  const path = relative(dirname(file), core).split(sep).join("/");
  writeFileSync(file, text.replaceAll('"@ambit/core"', JSON.stringify(path)));
}

/** A replacement that replaces nothing would be a canary that is never sick: it throws. */
function sow(folder: string, { name, file, right, wrong }: Fault): void {
  const path = join(folder, file);
  const parts = readFileSync(path, "utf8").split(right);
  if (parts.length !== 2) throw new Error(`${name}: ${file} does not hold this once: ${right}`);
  writeFileSync(path, parts.join(wrong));
}
