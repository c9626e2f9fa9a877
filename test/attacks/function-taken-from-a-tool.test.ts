import { type DynamicStructuredTool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { hostile } from "./attack.ts";

hostile({ does: "take the function out of a tool that is not sealed yet, and call it" }, () => {
  it("L1: is not caught by its function, taken from the tool: that is hostile code in the process", async () => {
    const { ambit } = await house(POLICY);
    const shut = noted("shut") as unknown as DynamicStructuredTool;
    await ambit.run(REQUEST, async () => expect(await shut.func({})).toBe("shut ok"));
  });
});
