import { DynamicStructuredTool, StructuredTool } from "@langchain/core/tools";
import { RunnableToolLike } from "@langchain/core/runnables";
import { describe, expect, it } from "vitest";
import { catchTools, type ToolClasses } from "../src/net/tools.ts";

const classes = { StructuredTool, DynamicStructuredTool, RunnableToolLike } as unknown as ToolClasses;

describe("the net over the host's tools", () => {
  it("lies over its own build, also a second time", () => {
    expect(() => {
      catchTools(classes);
      catchTools(classes);
    }).not.toThrow();
  });

  it("refuses to start where a tool's call does not come through it", () => {
    class Elsewhere extends DynamicStructuredTool {
      override invoke(): Promise<never> {
        return Promise.resolve("elsewhere" as never);
      }
    }
    const other = { ...classes, DynamicStructuredTool: Elsewhere } as unknown as ToolClasses;
    expect(() => catchTools(other)).toThrow(
      expect.objectContaining({ reason: "net_broken", facts: { what: "tools" } }),
    );
  });

  it("refuses to start where there is no such method", () => {
    const other = { ...classes, StructuredTool: class {} } as unknown as ToolClasses;
    expect(() => catchTools(other)).toThrow(expect.objectContaining({ reason: "net_broken" }));
  });
});
