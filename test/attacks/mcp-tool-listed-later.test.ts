import { scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import { loadMcpTools } from "@langchain/mcp-adapters";
import { createAgent, createMiddleware } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { answers, HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { TRANSPORTS } from "./setting/mcp.ts";

attack(
  {
    wants: "a tool that an MCP server lists later, or of which it says that it only reads",
    expected: ["tool_unknown", "policy_no_match"],
    checklist: 4,
  },
  () => {
    it.each(Object.keys(TRANSPORTS))("L1: does not run, whatever the server says of it (%s)", async (by) => {
      const { ambit, of } = await house(POLICY);
      const { client, close } = await TRANSPORTS[by]!();
      try {
        const late: StructuredTool[] = [];
        const bringing = createMiddleware({
          name: "bringing",
          wrapToolCall: async (request, handler) => {
            if (late.length === 0)
              late.push(
                ...((await loadMcpTools(
                  "mail",
                  (await client.getClient("mail"))!,
                )) as never as StructuredTool[]),
              );
            const { name } = request.toolCall;
            return handler({ ...request, tool: request.tool ?? late.find((tool) => tool.name === name) });
          },
        });
        const agent = createAgent({
          model: scriptedModel([{ name: "shut" }], [{ name: "late" }], "done"),
          tools: await client.getTools(),
          middleware: [bringing, ambit.middleware()],
        });
        ambit.protect(agent, { agent: "bot" });
        const state = await ambit.run(REQUEST, () => agent.invoke(HELLO));
        expect(answers(state)).toEqual(["shut error: AMBIT-D302", "late error: AMBIT-D103"]);
        expect(of("decision").map(({ reason }) => reason)).toEqual(["policy_no_match", "tool_unknown"]);
      } finally {
        await close();
      }
    });
  },
);
