import { tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { callsMcpServer } from "../src/seal/mcp-tool.ts";

const fields = { name: "t", description: "d", schema: { type: "object", properties: {} } } as const;

describe("a tool of an MCP server", () => {
  it("is known by its function, also without its metadata", () => {
    const call = (_args: unknown, options?: { beforeToolCall?: () => void }) => options?.beforeToolCall?.();
    const func = tool(() => call({}, { beforeToolCall: () => {} }), fields);
    expect(callsMcpServer(func)).toBe(false);
    expect(callsMcpServer({ func: () => call({}, { beforeToolCall: () => {} }) })).toBe(true);
  });

  it("is known by its shape, also when its function is bundled", () => {
    const metadata = { annotations: undefined };
    expect(callsMcpServer({ responseFormat: "content_and_artifact", metadata, func: () => "" })).toBe(true);
    expect(callsMcpServer({ responseFormat: "content_and_artifact", func: () => "" })).toBe(false);
    expect(callsMcpServer({ responseFormat: "content", metadata, func: () => "" })).toBe(false);
  });
});
