import { StructuredTool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { POLICY } from "./policy.ts";
import { hostile } from "./attack.ts";

hostile({ does: "call a tool class's own method, taken from its prototype" }, () => {
  it("is not the class's own method, taken from its prototype: hostile code in the process", async () => {
    const { ambit } = await house(POLICY);
    const ran: string[] = [];
    class Own extends StructuredTool {
      override name = "shut";
      override description = "d";
      override schema = z.object({});
      override _call(): Promise<string> {
        ran.push("body");
        return Promise.resolve("ran");
      }
    }
    const tool = new Own();
    ambit.tools([tool]);
    await Own.prototype._call.call(tool);
    expect(ran).toEqual(["body"]);
  });
});
