import type { Service } from "./serve.ts";
import { TENANTS } from "./request.ts";

/** What went wrong, in words; empty when no tenant reached another. */
export function faults({ answers, accesses }: Service): string[] {
  const crossed = accesses.filter(({ by, tenant }) => by !== tenant);
  const unexpected = answers.filter(({ request, denied }) => request.denied !== denied);
  return [
    ...crossed.map(({ by, tenant, id }) => `${by} reached ${tenant}/${id}`),
    ...unexpected.map(
      ({ request, denied }) =>
        `${request.tenant} ${request.tool} ${JSON.stringify(request.args)}: ${denied ?? "allowed"}, due: ${request.denied ?? "allowed"}`,
    ),
  ];
}

/** A few lines about a round of requests. */
export function summary(service: Service): string {
  const { answers, accesses, atOnce, ledger } = service;
  const lines = TENANTS.map((tenant) => {
    const own = answers.filter(({ request }) => request.tenant === tenant);
    const denied = own.filter((answer) => answer.denied !== undefined);
    const reached = accesses.filter(({ by }) => by === tenant).length;
    return `${tenant.padEnd(8)} ${own.length} requests, ${denied.length} denied, ${reached} accesses to its own customers`;
  });
  const reasons = new Map<string, number>();
  for (const { denied } of answers) {
    if (denied !== undefined) reasons.set(denied, (reasons.get(denied) ?? 0) + 1);
  }
  return [
    `${answers.length} requests of ${TENANTS.length} tenants in one process, up to ${atOnce} at once`,
    ...lines,
    `denials  ${[...reasons].map(([reason, times]) => `${reason} ${times}`).join(", ")}`,
    `ledger   ${ledger}`,
  ].join("\n");
}
