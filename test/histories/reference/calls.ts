import type { Arguments, Called, Ending, Result } from "../operation.ts";
import { type Tool, TOOLS } from "../world.ts";
import { has, outside, take } from "./authority.ts";
import { acting, type Ground, type Here, own, type Run, type Turn, type Underway } from "./ground.ts";
import { ended } from "./life.ts";
import type { Before, Failed } from "./lines.ts";
import { carries, decide } from "./rules.ts";
import { reads, taintIn } from "./taint.ts";

/** Denials that answer the call itself: others would have met any call. */
const ANSWERS = new Set([
  "grant",
  "policy",
  "edge",
  "retry_values",
  "retry_after_denial",
  "rejected",
  "nobody",
]);

/** Denials of those who have no part in the task any more. */
const OVER = new Set(["generation_stale", "grant_revoked"]);

/** A call that is made: its number, where, and the latest turn there. */
interface Made {
  readonly id: number;
  readonly seat: Here;
  readonly called: Called;
  readonly turn: Turn | undefined;
}

/** The calls of tools: decided, asked about, under way and ended. */
export class Calls {
  readonly #ground: Ground;
  readonly #entered: (id: number, body: Here) => void;
  readonly #underway = new Map<number, Underway>();

  /** `entered` is told of each body that runs. */
  constructor(ground: Ground, entered: (id: number, body: Here) => void) {
    this.#ground = ground;
    this.#entered = entered;
  }

  /** Calls that begin together: each has its units before any of them is decided, and none sees what came of another. */
  call(made: readonly Made[]): readonly Result[] {
    const begun = made.map(({ seat, called, turn }) =>
      this.#begin(seat, called, called.by === "code" ? undefined : turn),
    );
    const refused = begun.map((underway) => this.#authorize(underway));
    return begun.map((underway, index) => {
      const reason = refused[index];
      return reason === undefined
        ? this.#decide(made[index]?.id as number, underway)
        : this.#deny(underway, reason);
    });
  }

  answer(id: number, yes: boolean): Result {
    const underway = this.#underway.get(id) as Underway;
    underway.questions -= 1;
    if (yes && underway.questions > 0) return "ask";
    this.#underway.delete(id);
    const refusal = yes ? (this.#dead(underway) ?? this.#outside(underway)) : "rejected";
    return refusal === undefined ? this.#allow(id, underway) : this.#giveBack(underway, refusal);
  }

  finish(id: number, ending: Ending): Result {
    const { seat, called, before } = this.#underway.get(id) as Underway;
    this.#underway.delete(id);
    const tool = toolOf(called);
    const { run, actors, purse, taint } = seat;
    seat.calls.underway -= 1;
    run.count(-1);
    const whole = wholeOf(called.args);
    const again = run.lines.ranAgain(before, whole);
    if (tool.idempotent && again) take(purse, unitsOf(tool), -1);
    if (ending === "suspends") return "done";
    reads(taint, tool.returns);
    if (ending === "returns") run.lines.succeeded(actors, called.tool, before);
    else
      run.lines.failed(actors, called.tool, {
        whole,
        ids: idsOf(tool, called.args),
        attempt: before.attempt,
      });
    return "done";
  }

  #begin(seat: Here, called: Called, turn: Turn | undefined): Underway {
    const { run, actors, depth } = seat;
    seat.calls.underway += 1;
    run.count(1);
    const { purpose, limits, ...told } = turnOf(seat, turn);
    const siblings = Math.max(told.siblings, seat.calls.underway);
    const ids = idsOf(toolOf(called), called.args);
    const about = { purpose, task: taskOf(called, turn), ids };
    const before = run.lines.look(actors, called.tool, about);
    const { attempt } = before;
    const edges = [
      ...(limits.length > 0 ? ["step"] : []),
      ...(siblings > 1 ? ["branch"] : []),
      ...(attempt > 1 ? ["retry"] : []),
    ];
    const crossings = [...seat.crossings, ...edges.map((edge) => own(seat, edge))];
    const body = {
      ...seat,
      limits: [...seat.limits, ...limits],
      purpose,
      call: {},
      belowTool: true,
      origins: [...seat.origins, ...edges.map(() => ({}))],
      calls: { underway: 0 },
      crossings,
    };
    const { tainted, seen } = turn ?? seat.taint;
    const facts = { attempt, siblings, tainted, seen, generation: run.generation, actor: acting(seat) };
    const { touches } = toolOf(called);
    const subjected = { tool: called.tool, resource: resourceOf(called), touches, purpose, depth, facts };
    return { seat, body, called, before, subjected, questions: 0 };
  }

  /** Takes the units of the call, or says why it has none. */
  #authorize(underway: Underway): string | undefined {
    const { seat, before, called } = underway;
    const crowded = underway.subjected.facts.siblings > seat.branch ? "branch_exceeded" : undefined;
    const gone = before.gone || before.reworded ? "retry_after_denial" : undefined;
    const refused = this.#dead(underway) ?? crowded ?? gone ?? this.#outside(underway);
    if (refused !== undefined) return refused;
    const units = unitsOf(toolOf(called));
    if (!has(seat.purse, units)) return "budget";
    take(seat.purse, units);
    return undefined;
  }

  #decide(id: number, underway: Underway): Result {
    const { seat, body, subjected } = underway;
    const { table, people } = this.#ground;
    const names = this.#ground.names(seat.run);
    const answer = decide(table, subjected, { principals: [seat.run.asked.subject, ...seat.actors], names });
    if (answer === "deny") return this.#giveBack(underway, "policy");
    if (!body.crossings.every((crossing) => carries(table, subjected, { crossing, names })))
      return this.#giveBack(underway, "edge");
    const strange = isStrange(underway, seat.run);
    underway.questions = Number(answer === "ask") + Number(strange);
    if (underway.questions === 0) return this.#allow(id, underway);
    if (!people) return this.#giveBack(underway, strange ? "retry_values" : "nobody");
    this.#underway.set(id, underway);
    return "ask";
  }

  #dead({ seat, body }: Underway): string | undefined {
    const dead = ended(body);
    if (dead !== undefined) return dead;
    return has(seat.purse, { denials: 1 }) ? undefined : "denials_spent";
  }

  #outside({ body, called, subjected }: Underway): string | undefined {
    const { tool, resource, purpose } = subjected;
    return outside(body.limits, { tool, id: called.args.id, resource, purpose, now: this.#ground.now });
  }

  #allow(id: number, underway: Underway): Result {
    this.#underway.set(id, underway);
    this.#entered(id, { ...underway.body, taint: taintIn(underway.seat.taint) });
    return "allow";
  }

  #giveBack(underway: Underway, reason: string): Result {
    take(underway.seat.purse, unitsOf(toolOf(underway.called)), -1);
    return this.#deny(underway, reason);
  }

  #deny({ seat, called, subjected: { purpose }, before: { attempt } }: Underway, reason: string): Result {
    // what is over spends nothing of what goes on
    if (!OVER.has(reason)) take(seat.purse, { denials: 1 });
    seat.calls.underway -= 1;
    seat.run.count(-1);
    const ids = reason === "retry_after_denial" ? undefined : idsOf(toolOf(called), called.args);
    if (ANSWERS.has(reason))
      seat.run.lines.denied(seat.actors, called.tool, { purpose, attempt, ids, named: seat.run.named });
    return `deny ${reason}`;
  }
}

function toolOf({ tool }: Called): Tool {
  return TOOLS[tool] as Tool;
}

function unitsOf({ write }: Tool) {
  return write ? { calls: 1, writes: 1 } : { calls: 1 };
}

/** What a call's turn makes of it; a call of code's own has none. */
function turnOf({ purpose }: Here, turn: Turn | undefined) {
  if (turn === undefined) return { purpose, limits: [], siblings: 1 };
  return { purpose: turn.purpose, limits: turn.limits, siblings: turn.calls };
}

/** The task of the host and the call in it: the two again are a retry. What has no id is known by its arguments. */
function taskOf({ tool, task, by, args }: Called, turn: Turn | undefined): string | undefined {
  const call = by === "turn" && turn !== undefined ? `${turn.id} ${turn.made++ % turn.calls}` : wholeOf(args);
  return task === undefined ? undefined : `${task} ${tool} ${call}`;
}

function resourceOf(called: Called): string {
  const { resource } = toolOf(called);
  const { area, id, to } = called.args;
  if (resource === undefined) return `tool:${called.tool}`;
  return resource === "crm://pay/{args.to}" ? `crm://pay/${to}` : `crm://${area}/${id}`;
}

function wholeOf(args: Arguments): string {
  return JSON.stringify(Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function idsOf({ ids }: Tool, args: Arguments): Failed["ids"] {
  return Object.fromEntries(ids.map((id) => [id, args[id]?.toLowerCase()]));
}

/** A write or dangerous call after a failed one, with a value that neither that one nor the user named. */
function isStrange(
  { called, before: { first } }: { readonly called: Called; readonly before: Before },
  { named }: Run,
): boolean {
  const tool = toolOf(called);
  if (first === undefined || first.whole === wholeOf(called.args)) return false;
  if (!tool.write && tool.risk !== "high") return false;
  return Object.entries(idsOf(tool, called.args)).some(
    ([id, value]) => value !== first.ids[id] && value !== named?.toLowerCase(),
  );
}
