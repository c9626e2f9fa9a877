import type { RunRequest } from "@ambit/langchain";

export const TENANTS = ["acme", "globex"] as const;

type Tenant = (typeof TENANTS)[number];

/** One request to the service: the tenant is known by its login, the call is what its model comes to. */
export type TenantRequest = {
  readonly tenant: Tenant;
  readonly tool: string;
  readonly args: Readonly<Record<string, string>>;
  /** The code of the denial that is due; absent for a call within the tenant. */
  readonly denied?: string;
};

type Make = (own: Tenant, other: Tenant, id: string) => Omit<TenantRequest, "tenant">;

/** Two ways to work within a tenant, and four to get out of it. */
const KINDS: readonly Make[] = [
  (_own, _other, id) => ({ tool: "get_customer", args: { id } }),
  (own, _other, id) => ({ tool: "update_customer", args: { id, note: `seen by ${own}` } }),
  (own, _other, id) => ({ tool: "open_link", args: { link: `crm://${own}/customers/${id}` } }),
  (_own, other, id) => ({
    tool: "open_link",
    args: { link: `crm://${other}/customers/${id}` },
    denied: "resource_not_granted",
  }),
  (_own, other, id) => ({
    tool: "get_customer",
    args: { id: `../../${other}/customers/${id}` },
    denied: "resource_invalid",
  }),
  (own, other, id) => ({
    tool: "open_link",
    args: { link: `crm://${own}/../${other}/customers/${id}` },
    denied: "resource_invalid",
  }),
  (_own, other, id) => ({
    tool: "update_customer",
    args: { id: `..%2f${other}%2f${id}`, note: "not theirs" },
    denied: "resource_invalid",
  }),
];

/** Requests of both tenants in turn, of every kind. */
export function tenantRequests(count: number): readonly TenantRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const [own, other] = index % 2 === 0 ? TENANTS : ([TENANTS[1], TENANTS[0]] as const);
    const make = KINDS[Math.floor(index / 2) % KINDS.length] as Make;
    return { tenant: own, ...make(own, other, String((index % 3) + 1)) };
  });
}

/** The authority of a request: both tenants have a user of this name, and each run covers its own tenant. */
export function runRequest({ tenant }: TenantRequest): RunRequest {
  const resources = [`crm://${tenant}/**`];
  return {
    subject: { id: "user:sam", attributes: { tenant } },
    tenant,
    purpose: "support",
    goal: "Answer a support request",
    allow: ["get_customer", "update_customer", "open_link"].map((tool) => ({ tool, resources })),
    ttl: "30s",
  };
}
