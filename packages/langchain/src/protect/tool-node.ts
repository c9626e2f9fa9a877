import { AmbitError } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import { nameOf, sealTool } from "../seal/seal.ts";
import type { WrappedToolNode } from "./shape.ts";

const covered = new WeakSet<WrappedToolNode>();

/**
 * Seals whatever a tool node is about to run, whichever middleware put it there, in whatever order.
 *
 * Middleware may supply a tool that is registered nowhere, or swap one. The node's own handler is innermost: what comes
 * there is what runs.
 */
export function coverToolNode(gate: Gate, node: WrappedToolNode): void {
  if (covered.has(node)) return;
  covered.add(node);
  const { wrapToolCall } = node;
  const value: WrappedToolNode["wrapToolCall"] = (request, handler) =>
    wrapToolCall(request, (asked) => {
      // read once and handed on as read: a getter could give another one afterwards
      const tool = asked.tool ?? registered(node, asked.toolCall?.name);
      return handler({ ...asked, tool: sealed(gate, tool) });
    });
  Object.defineProperty(node, "wrapToolCall", {
    value,
    enumerable: true,
    writable: false,
    configurable: false,
  });
}

function registered({ tools }: WrappedToolNode, name: unknown): unknown {
  return tools.find((tool) => (tool as { readonly name?: unknown }).name === name);
}

function sealed(gate: Gate, tool: unknown): unknown {
  if (tool === undefined || tool === null) return tool;
  if (typeof tool !== "object" || !sealTool(gate, tool))
    throw new AmbitError("tool_unsealed", { tool: nameOf(tool) });
  return tool;
}
