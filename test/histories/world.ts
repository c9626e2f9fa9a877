/** What the histories are about: plain data that generator, reference and product read alike. */

/** A tool as its manifest entry describes it. */
export interface Tool {
  readonly write: boolean;
  readonly risk: "low" | "high";
  readonly idempotent: boolean;
  /** Rank of the sensitivity of what it touches: public 0, internal 1, confidential 2, restricted 3. */
  readonly touches: number;
  /** How its resource is written, of its arguments; undefined means `tool:<name>`. */
  readonly resource: "crm://{args.area}/{args.id}" | "crm://pay/{args.to}" | undefined;
  /** Its id-like arguments; the others are a quantity or prose. */
  readonly ids: readonly ("id" | "area" | "to")[];
  readonly returns: { readonly seen: number; readonly trusted: boolean };
}

const LOOK: Tool = {
  write: false,
  risk: "low",
  idempotent: true,
  touches: 0,
  resource: "crm://{args.area}/{args.id}",
  ids: ["id", "area"],
  returns: { seen: 0, trusted: true },
};

export const TOOLS: Readonly<Record<string, Tool>> = {
  look: LOOK,
  browse: { ...LOOK, resource: undefined, ids: [], returns: { seen: 0, trusted: false } },
  staff: { ...LOOK, idempotent: false, touches: 2, returns: { seen: 2, trusted: true } },
  save: { ...LOOK, write: true, idempotent: false, touches: 1, returns: { seen: 1, trusted: true } },
  pay: {
    ...LOOK,
    write: true,
    risk: "high",
    idempotent: false,
    touches: 1,
    resource: "crm://pay/{args.to}",
    ids: ["to"],
    returns: { seen: 1, trusted: true },
  },
  erase: { ...LOOK, risk: "high", idempotent: false, touches: 3, returns: { seen: 0, trusted: true } },
  ask: { ...LOOK, resource: undefined, ids: [], idempotent: false },
};

export const TOOL_NAMES: readonly string[] = Object.keys(TOOLS);
export const SUBJECTS: readonly string[] = ["user:ann", "user:ben"];
export const AGENTS: readonly string[] = ["lead", "worker", "scout"];
/** A purpose lies within those that its path begins with. */
export const PURPOSES: readonly string[] = ["work", "work/report", "work/report/write", "work/pay", "play"];
/** Roles that a subject may have in a run. */
export const ROLES: readonly string[] = ["chief", "guest"];
export const IDS: readonly string[] = ["item-one-1", "ITEM-one-1", "item-two-2", "item-tri-3"];
export const AREAS: readonly string[] = ["north", "south"];
export const PAYEES: readonly string[] = ["account-one", "account-two", "account-tri"];

export const SENSITIVITIES = ["public", "internal", "confidential", "restricted"] as const;
