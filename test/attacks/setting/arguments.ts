import { oneOf } from "@ambit/langchain";
import { DynamicStructuredTool, type StructuredTool } from "@langchain/core/tools";
import { REQUEST } from "../policy.ts";

export const CEILING = { ...REQUEST, allow: [{ tool: "send", args: { to: oneOf(["bob"]) } }] };

/** A tool whose arguments reach its body by reference: the host hands a JSON schema's input on as it is. */
export function byReference(name: string) {
  const ran: unknown[] = [];
  const made = new DynamicStructuredTool({
    name,
    description: name,
    schema: { type: "object", properties: {} },
    func: (args: unknown) => {
      ran.push(structuredClone(args));
      return Promise.resolve("ok");
    },
  });
  return { made: made as StructuredTool, ran };
}
