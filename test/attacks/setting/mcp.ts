import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type ClientConfig, MultiServerMCPClient } from "@langchain/mcp-adapters";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { mcpServer } from "./mcp-server.mjs";

/** A client of a real MCP server, and what ends both. */
export interface Connected {
  readonly client: MultiServerMCPClient;
  close(): Promise<void>;
}

type Hooks = Pick<ClientConfig, "beforeToolCall">;

/** The ways to reach a server: as a child process, or over HTTP on this machine. */
export const TRANSPORTS: Readonly<Record<string, (hooks?: Hooks) => Promise<Connected>>> = {
  stdio: (hooks = {}) => {
    const args = [join(import.meta.dirname, "mcp-server.mjs"), "--stdio"];
    const client = new MultiServerMCPClient({
      ...hooks,
      mcpServers: { mail: { transport: "stdio", command: process.execPath, args, stderr: "ignore" } },
    });
    return Promise.resolve({ client, close: () => client.close() });
  },
  "streamable HTTP": async (hooks = {}) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => "s1" });
    await mcpServer().connect(transport as never);
    const http = createServer((request, response) => void transport.handleRequest(request, response));
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { port } = http.address() as AddressInfo;
    const client = new MultiServerMCPClient({
      ...hooks,
      mcpServers: { mail: { transport: "http", url: `http://127.0.0.1:${port}/mcp` } },
    });
    const close = async (): Promise<void> => {
      await client.close();
      await transport.close();
      await new Promise((resolve) => http.close(resolve).closeAllConnections());
    };
    return { client, close };
  },
};
