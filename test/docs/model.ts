/** What stands in a page's `model.ts`: a model that falls for what it reads. */
export const FAKE_MODEL = `import { scriptedModel } from "@ambit/testkit/model";

export const model = scriptedModel(
  [{ name: "read_order", args: { orderId: "1042" } }],
  [
    { name: "refund", args: { orderId: "1042", amount: 40 } },
    { name: "refund", args: { orderId: "2077", amount: 40 } },
  ],
  "Order 1042 is refunded.",
);
`;
