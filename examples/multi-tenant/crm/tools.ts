import { setTimeout as delay } from "node:timers/promises";
import { currentCall } from "@ambit/langchain";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { z } from "zod";
import type { Crm, Customer } from "./crm.ts";

const LINK = /^crm:\/\/([^/]+)\/customers\/([^/]+)$/u;

/** The CRM's tools, shared by all tenants. Each waits a little, so that requests overlap. */
export function crmTools(crm: Crm): readonly StructuredTool[] {
  const find = async (id: string, tenant: string = currentTenant()): Promise<Customer> => {
    await delay(Math.random() * 5);
    return crm.find({ by: currentTenant(), tenant, id });
  };
  return [
    tool(async ({ id }) => (await find(id)).name, {
      name: "get_customer",
      description: "Looks a customer up.",
      schema: z.object({ id: z.string() }),
    }),
    tool(
      async ({ id, note }) => {
        (await find(id)).note = note;
        return "noted";
      },
      {
        name: "update_customer",
        description: "Writes a note about a customer.",
        schema: z.object({ id: z.string(), note: z.string() }),
      },
    ),
    tool(
      async ({ link }) => {
        const [, tenant = "", id = ""] = LINK.exec(link) ?? [];
        return (await find(id, tenant)).name;
      },
      {
        name: "open_link",
        description: "Opens a link to a customer, crm://tenant/customers/id.",
        schema: z.object({ link: z.string() }),
      },
    ),
  ];
}

/** The tenant of the run in which a tool works: from the run's subject, not from anybody's arguments. */
function currentTenant(): string {
  const tenant = currentCall()?.subject.attributes["tenant"];
  return typeof tenant === "string" ? tenant : "";
}
