import type { PolicyAnswer } from "../decision/decision.ts";
import type { EdgeKind } from "../edge/edge.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { ToolEntry } from "../manifest/tool-entry.ts";
import type { ResourceClass } from "../resource/resource-class.ts";
import type { Sensitivity } from "../sensitivity/sensitivity.ts";
import type { ProvenancePort } from "./provenance-port.ts";

/** A value, or the promise of one. Callers await only promises: a decision without I/O stays synchronous. */
export type Awaitable<T> = T | PromiseLike<T>;

/** One principal of the chain: its id and the roles that it holds for this run only. */
export interface Principal {
  readonly id: string;
  readonly roles?: readonly string[];
}

/** One question to the policy. Every principal must be allowed on every resource. */
export interface PolicyRequest {
  /** The subject first, then the actors from the first to the current one. Never empty. */
  readonly principals: readonly Principal[];
  readonly tool: string;
  readonly action: string;
  /** Canonical resources. Never empty. */
  readonly resources: readonly string[];
  readonly sensitivity: Sensitivity;
  /** A registered purpose path. */
  readonly intent: string;
  /** How many delegations lie between the first actor and the current one. */
  readonly depth: number;
  readonly tenant?: string;
  /** `attempt branch siblings tainted seen generation hour subject actor model …` */
  readonly env: JsonObject;
  readonly args: JsonObject;
  /** Where the values in `args` come from; without it nobody knows, and a condition that asks denies. */
  readonly provenance?: ProvenancePort;
}

/** May this subject, through this agent, pursue this purpose at all? */
export interface OpenRequest {
  readonly subject: Principal;
  readonly actor: Principal;
  readonly purpose: string;
  readonly tenant?: string;
}

/**
 * May this permission go over this edge?
 *
 * Without `resources` it is asked whether the edge could carry anything at all, of the tool if one is named.
 */
export interface CarryRequest {
  readonly edge: EdgeKind;
  readonly from: Principal;
  readonly to: Principal;
  readonly intent: string;
  readonly tenant?: string;
  readonly tool?: string;
  readonly action?: string;
  readonly resources?: readonly string[];
  readonly sensitivity?: Sensitivity;
}

/** A policy, compiled to an immutable snapshot. Everything it cannot answer is a deny or a throw, never an allow. */
export interface PolicyPort {
  /** Changes whenever model, rules or manifest change. */
  readonly version: string;
  /** The names of all tools in the manifest. */
  readonly tools: readonly string[];
  /** Real paths of the policy's own files, which no tool may write (`self_protected`). */
  readonly files: readonly string[];
  manifest(tool: string): ToolEntry | undefined;
  /** Whether a purpose is registered, itself or as a descendant of a registered one's name in `g3`. */
  hasPurpose(purpose: string): boolean;
  /** Whether any rule could ever allow this principal the tool: for hiding tools, never for deciding. */
  mayReach(principal: Principal, tool: string): boolean;
  /**
   * The registered purposes for which any rule could ever allow this principal the tool: for reports, never for deciding.
   *
   * Empty for a tool without an entry. A purpose below a listed one is as good, registered or not.
   */
  readonly purposesOf?: ((principal: Principal, tool: string) => readonly string[]) | undefined;
  open(request: OpenRequest): Awaitable<PolicyAnswer>;
  decide(request: PolicyRequest): Awaitable<PolicyAnswer>;
  /** Undefined in a policy without rules for edges: then each edge carries what its link says. */
  readonly carry?: ((request: CarryRequest) => Awaitable<PolicyAnswer>) | undefined;
  /**
   * Whether an answer that is no denial holds for the whole task: for every request that differs from this one only in
   * `args`, in `provenance`, in `env.attempt`, `branch`, `siblings`, `tainted`, `seen` and `hour`, and in resources, as
   * long as these are of the same classes. Without it no answer does.
   */
  readonly holdsForTask?:
    | ((request: PolicyRequest, classes: readonly ResourceClass[]) => boolean)
    | undefined;
  /** Whether anything in it asks where values come from; without it, it is taken to. */
  readonly asksProvenance?: boolean | undefined;
  /** The data in a YAML text; undefined for a text that is none. Without it such a text is prose. */
  readonly readYaml?: ((text: string) => JsonValue | undefined) | undefined;
  /**
   * Checks what the policy reads of arguments against the schemas of tools, by tool: zod or JSON Schema.
   *
   * Throws when it reads what no call could have; what it cannot read of a schema it does not check.
   */
  readonly checkArguments?: ((schemas: ReadonlyMap<string, unknown>) => void) | undefined;
}
