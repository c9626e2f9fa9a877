import { StructuredTool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a tool class that answers a call before it comes to the seal",
    expected: "tool_unsealed",
    checklist: 9,
  },
  () => {
    const ways = ["invoke", "call", "batch", "stream", "transform", "streamEvents", "_streamIterator"];

    it.each(ways)("L1: cannot be sealed when it overrides %s", async (way) => {
      const { ambit } = await house(POLICY);
      const ran: string[] = [];
      class Own extends StructuredTool {
        override name = "shut";
        override description = "d";
        override schema = z.object({});
        protected override _call(): Promise<string> {
          return Promise.resolve("called");
        }
      }
      Object.defineProperty(Own.prototype, way, { value: () => ran.push(way) });
      expect(() => ambit.tools([new Own()])).toThrow(
        expect.objectContaining({ reason: "tool_unsealed", facts: { tool: "shut" } }),
      );
      expect(ran).toEqual([]);
    });

    it.each(ways)("L1: nor when one object answers %s", async (way) => {
      const { ambit } = await house(POLICY);
      const shut = Object.assign(noted("shut"), { [way]: () => "ran" });
      expect(() => ambit.tools([shut])).toThrow(expect.objectContaining({ reason: "tool_unsealed" }));
      expect(shut.ran).toEqual([]);
    });

    it("L1: nor when it bears the name of a class of the host", async () => {
      const { ambit } = await house(POLICY);
      const own = {
        Tool: class Tool extends StructuredTool {
          override name = "shut";
          override description = "d";
          override schema = z.object({});
          override invoke(): never {
            return Promise.resolve("ran") as never;
          }
          protected override _call(): Promise<string> {
            return Promise.resolve("called");
          }
        },
      };
      expect(() => ambit.tools([new own.Tool()])).toThrow(
        expect.objectContaining({ reason: "tool_unsealed" }),
      );
    });
  },
);
