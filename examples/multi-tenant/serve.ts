import { fileURLToPath } from "node:url";
import { type Ambit, createAmbit } from "@ambit/langchain";
import { readLedger } from "@ambit/ledger";
import { createAgent, type ReactAgent } from "langchain";
import { type Access, Crm } from "./crm/crm.ts";
import { crmTools } from "./crm/tools.ts";
import { ObedientModel } from "./model.ts";
import { runRequest, TENANTS, type TenantRequest, tenantRequests } from "./request.ts";

const POLICY: string = fileURLToPath(new URL("policy", import.meta.url));

/** One request and what came of it. */
type Answer = {
  readonly request: TenantRequest;
  readonly text: string;
  /** The code of the denial, as the ledger has it. */
  readonly denied: string | undefined;
};

export type Service = {
  readonly answers: readonly Answer[];
  readonly accesses: readonly Access[];
  readonly crm: Crm;
  /** How many requests were under way at once, at most. */
  readonly atOnce: number;
  readonly ledger: string;
};

/** Serves requests of all tenants at once: one process, one agent, one policy. */
export async function serve({ ledger, count }: { ledger: string; count: number }): Promise<Service> {
  const crm = new Crm(TENANTS);
  const ambit = await createAmbit({ policy: POLICY, ledger });
  const agent = createAssistant(ambit, crm);
  let underWay = 0;
  let atOnce = 0;
  const texts = await Promise.all(
    tenantRequests(count).map(async (request, index) => {
      atOnce = Math.max(atOnce, ++underWay);
      const text = await answer({ ambit, agent, request, threadId: String(index) });
      underWay--;
      return { request, text };
    }),
  );
  const denials = await denialsOf(ambit.ledger.location);
  ambit.close();
  const answers = texts.map((one, index) => ({ ...one, denied: denials.get(String(index)) }));
  return { answers, accesses: crm.accesses, crm, atOnce, ledger: ambit.ledger.location };
}

function createAssistant(ambit: Ambit, crm: Crm): ReactAgent {
  const tools = [...crmTools(crm)];
  const agent = createAgent({ model: new ObedientModel(), tools, middleware: [ambit.middleware()] });
  return ambit.protect(agent, { agent: "assistant" });
}

type Serving = {
  readonly ambit: Ambit;
  readonly agent: ReactAgent;
  readonly request: TenantRequest;
  readonly threadId: string;
};

async function answer({ ambit, agent, request, threadId }: Serving): Promise<string> {
  const content = JSON.stringify({ tool: request.tool, args: request.args });
  const { messages } = await ambit.run({ ...runRequest(request), threadId }, () =>
    agent.invoke({ messages: [{ role: "user", content }] }),
  );
  return messages.at(-1)?.text ?? "";
}

/** The denial of each thread that has one. */
async function denialsOf(ledger: string): Promise<ReadonlyMap<string, string>> {
  const { records } = await readLedger(ledger);
  const threads = new Map(
    records.flatMap((record) =>
      record.type === "opened" ? [[record.run, record.thread ?? ""] as const] : [],
    ),
  );
  return new Map(
    records.flatMap((record) =>
      record.type === "decision" && record.reason !== undefined
        ? [[threads.get(record.run) ?? "", record.reason] as const]
        : [],
    ),
  );
}
