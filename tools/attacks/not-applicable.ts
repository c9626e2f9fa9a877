import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** What the oldest supported versions do not have, by the package that the tests would load it from. */
const LACKING: Readonly<Record<string, string>> = {
  deepagents: "deepagents asks for newer versions",
  "@langchain/quickjs": "quickjs asks for deepagents",
  "@langchain/mcp-adapters": "mcp-adapters asks for a newer langgraph",
  "@langchain/langgraph-supervisor": "supervisor asks for a newer langgraph",
  "@langchain/langgraph-swarm": "swarm asks for a newer langgraph",
};

/** Attacks on what came later than those versions. */
const LATER: Readonly<Record<string, string>> = {
  "tool-that-the-client-runs": "headless tools came with langchain 1.3.0",
};

/** Why a test file cannot run with the oldest supported versions; undefined when it can. */
export function whyNot(name: string, file: string): string | undefined {
  const missing = importsOf(file, new Set()).find((each) => LACKING[each] !== undefined);
  return LATER[name] ?? (missing === undefined ? undefined : LACKING[missing]);
}

/** The packages that a file loads, itself or by another file of the workspace. */
function importsOf(file: string, seen: Set<string>): readonly string[] {
  if (seen.has(file) || !existsSync(file)) return [];
  seen.add(file);
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  return importedFiles.flatMap(({ fileName }) =>
    fileName.startsWith(".")
      ? importsOf(join(dirname(file), fileName), seen)
      : [
          fileName
            .split("/")
            .slice(0, fileName.startsWith("@") ? 2 : 1)
            .join("/"),
        ],
  );
}
