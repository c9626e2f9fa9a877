import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { StructuredTool } from "@langchain/core/tools";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";

/** A running MCP file server and its tools. */
export type FileServer = {
  readonly tools: readonly StructuredTool[];
  close(): Promise<void>;
};

const PACKAGE = "@modelcontextprotocol/server-filesystem";

/** Starts the MCP file server on one folder, as a child process that speaks over stdio. */
export async function startFileServer(folder: string): Promise<FileServer> {
  const client = new MultiServerMCPClient({
    mcpServers: {
      files: { transport: "stdio", command: process.execPath, args: [entryFile(), folder], stderr: "ignore" },
    },
  });
  const tools = await client.getTools();
  return { tools, close: () => client.close() };
}

/** The package has no exports, only a program: its manifest says where that is. */
function entryFile(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(`${PACKAGE}/package.json`);
  const { bin } = require(manifest) as { readonly bin: Readonly<Record<string, string>> };
  return join(dirname(manifest), Object.values(bin)[0] ?? "");
}
