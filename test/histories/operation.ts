/** A budget: how many units of each kind. */
export interface Units {
  readonly calls?: number;
  readonly writes?: number;
  readonly denials?: number;
}

/** One way in which a task may call a tool. */
export interface Allowed {
  readonly tool: string;
  /** The only values of the argument `id`. */
  readonly ids?: readonly string[];
  /** Patterns of resources. */
  readonly resources?: readonly string[];
}

/** What a run is asked for. */
export interface Asked {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  /** The value that the user names in the goal. */
  readonly named?: string;
  readonly allow?: readonly Allowed[];
  readonly budget?: Units;
  /** Milliseconds. */
  readonly ttl?: number;
  /** How many delegations may follow each other. */
  readonly depth?: number;
  /** How many calls may stand side by side. */
  readonly branch?: number;
  /** Takes over threads that are another's, or unknown. */
  readonly adopt?: boolean;
}

/** What a run is to be for from now on. */
export interface Goal extends Pick<Asked, "purpose" | "named" | "allow" | "budget" | "ttl"> {
  /** What a person says who must agree; absent where nobody must. */
  readonly agrees?: boolean;
}

/** What a delegation passes on, or a step declares. */
export interface Passed {
  readonly tools?: readonly string[];
  readonly resources?: readonly string[];
}

export interface Declared extends Passed {
  readonly purpose: string;
}

export interface Arguments {
  readonly id?: string;
  readonly area?: string;
  readonly to?: string;
  readonly amount?: number;
  readonly note?: string;
}

/** A call of a tool. */
export interface Called {
  readonly tool: string;
  readonly args: Arguments;
  /** The call is the next one of its seat's latest turn, or has another name or no id any more, or no model made it. */
  readonly by: "turn" | "named" | "lost" | "code";
  /** By which it is known when it comes again. */
  readonly name?: string;
  /** The task of the host that makes it. */
  readonly task?: string;
}

/** How the body of a tool ends. */
export type Ending = "returns" | "throws" | "reports" | "suspends";

/**
 * One thing that happens in a history.
 *
 * It happens in a *seat*: where code runs with authority, made by an earlier operation. `at`, from 0 to below 1, picks one
 * of those that there are, or for `finish` and `answer` one of the calls under way.
 */
export type Operation =
  | { readonly kind: "open"; readonly asked: Asked }
  | { readonly kind: "nest"; readonly at: number; readonly asked: Asked }
  | {
      readonly kind: "enter";
      readonly at: number;
      readonly agent: string;
      readonly passed: Passed;
      readonly ttl?: number;
    }
  | { readonly kind: "turn"; readonly at: number; readonly declared?: Declared; readonly calls: number }
  | ({ readonly kind: "call"; readonly at: number } & Called)
  | { readonly kind: "burst"; readonly at: number; readonly calls: readonly Called[] }
  | { readonly kind: "finish"; readonly at: number; readonly ending: Ending }
  /** `later`: whoever is asked answers another time, until then the host suspends the call. */
  | { readonly kind: "answer"; readonly at: number; readonly yes: boolean; readonly later?: boolean }
  | { readonly kind: "goal"; readonly at: number; readonly goal: Goal }
  /** The whole run of a seat is revoked, or the seat with all that came out of it; by code in it, or from outside. */
  | { readonly kind: "revoke"; readonly at: number; readonly whole: boolean; readonly inside: boolean }
  /** The agent of a seat hands over, from the body of a tool. */
  | { readonly kind: "handoff"; readonly at: number; readonly targets: readonly string[] }
  /** A graph starts on a conversation thread, anew or where it was; the host may know a thread of which nothing is stored. */
  | {
      readonly kind: "thread";
      readonly at: number;
      readonly thread: string;
      readonly resumes: boolean;
      readonly exists: boolean;
    }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "end"; readonly at: number };

export type Of<Kind extends Operation["kind"]> = Extract<Operation, { readonly kind: Kind }>;

/** An operation with its number in the history, and the number of the operation that made its seat or call. */
export interface Placed {
  readonly id: number;
  readonly operation: Operation;
  readonly seat: number;
}

/** What is done for each kind of operation. */
export type Doing<To> = {
  readonly [Kind in Operation["kind"]]: (operation: Of<Kind>, placed: Placed) => To;
};

/** Does what is to be done for an operation. */
export function perform<To>(doing: Doing<To>, placed: Placed): To {
  const { operation } = placed;
  const act = doing[operation.kind] as (operation: Operation, placed: Placed) => To;
  return act(operation, placed);
}

/** The number of one call of a burst. */
export function memberOf(id: number, index: number): number {
  return id + (index + 1) / 100;
}

/**
 * What came of an operation: `ok`, `allow`, `ask`, or `deny` and the reason.
 *
 * `ok` and `allow` make a seat. Of a burst: what came of each call, with ` | ` between.
 */
export type Result = string;

/** One of the two that are compared: it carries out operations, one after the other. */
export interface Side {
  apply(placed: Placed): Result | Promise<Result>;
}
