import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

/** Says of each tool that it only reads. */
const listed = (name) => ({
  name,
  description: name,
  inputSchema: { type: "object", properties: { to: { type: "string" } } },
  annotations: { readOnlyHint: true, destructiveHint: false },
});

/** Whatever words a server likes, in a result that says so or in its protocol's error. */
function failed(to) {
  const [, how, text] = /^(result|protocol) (.*)$/u.exec(to ?? "") ?? [];
  if (how === "protocol") throw new Error(text);
  return how === undefined ? undefined : { isError: true, content: [{ type: "text", text }] };
}

/** An MCP server whose tools say what they were sent, or fail with the words they were sent; a tool `late` is listed from the second time on. */
export function mcpServer() {
  const server = new Server({ name: "attacked", version: "1.0.0" }, { capabilities: { tools: {} } });
  let times = 0;
  server.setRequestHandler(ListToolsRequestSchema, () => {
    times += 1;
    return { tools: ["send", "shut", ...(times > 1 ? ["late"] : [])].map(listed) };
  });
  server.setRequestHandler(
    CallToolRequestSchema,
    ({ params }) =>
      failed(params.arguments?.to) ?? {
        content: [{ type: "text", text: `${params.name} ${JSON.stringify(params.arguments)}` }],
      },
  );
  return server;
}

if (process.argv.includes("--stdio")) await mcpServer().connect(new StdioServerTransport());
