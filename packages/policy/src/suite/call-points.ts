import {
  canonicalJson,
  type Clause,
  type JsonObject,
  type JsonValue,
  SENSITIVITIES,
  type ToolEntry,
} from "@ambit/core";

import { asksFacts } from "../condition/call.ts";
import { constraintEdges } from "./constraint-edges.ts";
import { type TurningPoints, turningPoints } from "./literals.ts";
import { putAt } from "./put-at.ts";
import { instancesOf, unify } from "./resource-instance.ts";
import { SOURCE_POINTS } from "./source-points.ts";
import type { About, Call, Suite } from "./suite.ts";
import type { TestedPolicy } from "./tested-policy.ts";

/** Representative calls of a tool. */
export interface CallPoints {
  readonly calls: readonly Omit<Call, "agent">[];
  /** How many combinations there are; more than `calls` when they were too many to ask them all. */
  readonly total: number;
}

/** One thing in which calls differ: what each of its values sets, by path (`args.id`, `env.hour`, `purpose`). */
type Dimension = readonly Setting[];
type Setting = Readonly<Record<string, JsonValue | undefined>>;

/** Makes representative calls of tools: every resource that a rule or grant names, every value at which one changes. */
export class CallPointMaker {
  readonly #policy: TestedPolicy;
  readonly #suite: Suite;
  readonly #turning: TurningPoints;
  readonly #resources: readonly string[];

  constructor(policy: TestedPolicy, suite: Suite) {
    this.#policy = policy;
    this.#suite = suite;
    this.#turning = turningPoints(policy.conditions);
    const granted = clausesIn(suite).flatMap(({ resources = [] }) => resources);
    this.#resources = [...new Set([...policy.resourcePatterns, ...granted].flatMap(instancesOf))];
  }

  /** At most `most` calls about a tool, spread evenly over all combinations. */
  make(about: About, most: number): CallPoints {
    const entry = this.#policy.snapshot.manifest(about.tool);
    const dimensions = entry === undefined ? [] : this.#dimensions(entry, about);
    const total = dimensions.reduce(
      (product, dimension) => product * dimension.length,
      entry === undefined ? 0 : 1,
    );
    const count = Math.min(total, most);
    const calls = new Map<string, Omit<Call, "agent">>();
    for (let index = 0; index < count; index++) {
      const settings = combination(dimensions, Math.floor((index * total) / count));
      const call = toCall(about, settings);
      calls.set(canonicalJson(call as unknown as JsonObject), call);
    }
    return { calls: [...calls.values()], total: total > most ? total : calls.size };
  }

  /** Later ones win: a target over single arguments. What is fixed wins over all. */
  #dimensions(entry: ToolEntry, about: About): readonly Dimension[] {
    const single = [...this.#argumentValues(entry)].map(([path, values]) =>
      values.map((value) => ({ [path]: value })),
    );
    const dimensions = [
      ...single,
      this.#targets(entry, about),
      ...this.#environment(),
      this.#purposes(about),
      this.#sources(about),
      entry.resolve === undefined ? [] : SENSITIVITIES.map((sensitivity) => ({ sensitivity })),
    ];
    return dimensions.filter((dimension) => dimension.length > 0);
  }

  /** Values per argument path: one that says nothing, and those at which conditions and constraints change. */
  #argumentValues(entry: ToolEntry): ReadonlyMap<string, readonly (JsonValue | undefined)[]> {
    const values = new Map<string, Set<JsonValue | undefined>>();
    const add = (path: string, more: readonly (JsonValue | undefined)[]): void => {
      values.set(path, new Set([...(values.get(path) ?? []), ...more]));
    };
    for (const template of entry.resources) for (const [path, fill] of fillings(template)) add(path, fill);
    for (const [path, role] of Object.entries(entry.args)) {
      if (!values.has(`args.${path}[*]`)) add(`args.${path}`, [role === "quantity" ? 1 : "x"]);
    }
    for (const [path, points] of this.#turning) if (path.startsWith("args.")) add(path, points);
    for (const { args } of clausesIn(this.#suite, entry.tool)) {
      for (const [name, constraint] of Object.entries(args)) add(`args.${name}`, constraintEdges(constraint));
    }
    return new Map([...values].map(([path, found]) => [path, [...found]]));
  }

  /** What makes the templates name the resources that rules and grants speak of, or the one that is fixed. */
  #targets(entry: ToolEntry, { res, tenant = this.#suite.defaults.tenant }: About): Dimension {
    const resources = res === undefined ? this.#resources : instancesOf(res);
    const found = entry.resources
      .flatMap((template) => resources.map((resource) => unify(template, resource)))
      .filter((settings) => settings !== undefined)
      .filter((settings) => tenant === undefined || (settings["tenant"] ?? tenant) === tenant)
      // the subject is the agent's own
      .map((settings) => Object.fromEntries(Object.entries(settings).filter(([name]) => name !== "subject")));
    if (res !== undefined) return found.length > 0 ? found : [{}];
    const resolved = entry.resolve === undefined ? [] : resources.map((resource) => ({ res: resource }));
    return [{}, ...found, ...resolved];
  }

  #environment(): readonly Dimension[] {
    return [...this.#turning].flatMap(([path, points]) => {
      if (!path.startsWith("env.") || /^env\.(?:subject|actor|tenant)\b/u.test(path)) return [];
      return [[{}, ...points.map((value) => ({ [path]: value }))]];
    });
  }

  /** Where values come from, if a rule asks and the file does not say. */
  #sources({ provenance = this.#suite.defaults.provenance }: About): Dimension {
    const asks = this.#policy.rules.some(({ fields }) => fields.some(asksFacts));
    return asks && provenance === undefined ? SOURCE_POINTS.map((point) => ({ provenance: point })) : [];
  }

  #purposes(about: About): Dimension {
    if (about.purpose !== undefined) return [];
    const own = [...this.#suite.agents.values()].flatMap(({ chain }) =>
      chain.flatMap(({ purpose }) => purpose ?? []),
    );
    const purposes = this.#policy.readsPurpose ? new Set([...this.#policy.purposes, ...own]) : [];
    return [...purposes].map((purpose) => ({ purpose }));
  }
}

/** What the arguments in a template may stand for, whatever the rules are; an absent list names nothing. */
function fillings(template: string): readonly (readonly [string, readonly (JsonValue | undefined)[]])[] {
  return [...template.matchAll(/\{(args\.[^{}/]+)\/?\}/gu)].map(([whole, path = ""]) => {
    const value =
      whole === template ? "https://x.example/" : template.startsWith("mailto:") ? "x@x.example" : "x";
    return [path, path.includes("[*]") ? [value, undefined] : [value]];
  });
}

function clausesIn(suite: Suite, tool?: string): readonly Clause[] {
  return [...suite.agents.values()].flatMap(({ chain }) =>
    chain.flatMap(({ tools }) =>
      tools === "any"
        ? []
        : Object.entries(tools).flatMap(([name, clauses]) =>
            tool === undefined || tool === name ? clauses : [],
          ),
    ),
  );
}

/** The settings with a number, counted like digits of which each has its own base. */
function combination(dimensions: readonly Dimension[], number: number): Setting {
  let rest = number;
  let settings: Setting = {};
  for (const dimension of dimensions) {
    settings = { ...settings, ...dimension[rest % dimension.length] };
    rest = Math.floor(rest / dimension.length);
  }
  return settings;
}

function toCall(about: About, settings: Setting): Omit<Call, "agent"> {
  const call: { tool: string; args: JsonObject; env: JsonObject } & Record<string, JsonValue> = {
    tool: about.tool,
    args: {},
    env: {},
  };
  const args: Record<string, JsonValue> = {};
  const env: Record<string, JsonValue> = {};
  for (const [path, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    if (path.startsWith("args.")) putAt(args, path.slice(5), value);
    else if (path.startsWith("env.")) putAt(env, path.slice(4), value);
    else call[path] = value;
  }
  return { ...call, ...about, args: { ...args, ...about.args }, env: { ...env, ...about.env } } as Omit<
    Call,
    "agent"
  >;
}
