import { type StructuredTool, tool } from "@langchain/core/tools";
import { z } from "zod";

/** What has been paid back so far, per order. */
export const refunds: Map<string, number> = new Map();

/** The tools of the support agent. They check nothing: what may be done is decided before they run. */
export function orderTools(): readonly StructuredTool[] {
  return [
    tool(({ orderId }) => `Order ${orderId}: one lamp, 40.00, refunded ${refunds.get(orderId) ?? 0}`, {
      name: "get_order",
      description: "Shows an order.",
      schema: z.object({ orderId: z.string() }),
    }),
    tool(
      ({ orderId, amount }) => {
        refunds.set(orderId, (refunds.get(orderId) ?? 0) + amount);
        return `Refunded ${amount} on order ${orderId}`;
      },
      {
        name: "refund_order",
        description: "Pays money back on an order.",
        schema: z.object({ orderId: z.string(), amount: z.number() }),
      },
    ),
  ];
}
