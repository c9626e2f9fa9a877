import type { Called, Ending, Of, Result } from "../operation.ts";
import { has, outside, take } from "./authority.ts";
import {
  callIdOf,
  idsOf,
  isStrange,
  isUnderway,
  resourceOf,
  taskOf,
  toolOf,
  turnOf,
  unitsOf,
  wholeOf,
} from "./called.ts";
import { acting, type Ground, type Here, own, type Turn, type Underway } from "./ground.ts";
import { ended } from "./life.ts";
import { ask, type Asking, hear } from "./questions.ts";
import { carries, decide } from "./rules.ts";
import { reads, taintIn } from "./taint.ts";
import type { Question } from "./threads.ts";
import { begin, end, markOf } from "./writes.ts";

/** Denials that answer the call itself: others would have met any call. */
const ANSWERS = new Set([
  "grant",
  "policy",
  "edge",
  "retry_values",
  "retry_after_denial",
  "rejected",
  "nobody",
  "approval_mismatch",
  "approval_spent",
  "approval_expired",
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
    const known = begun.map(remembered);
    return begun.map((underway, index) => {
      const reason = refused[index];
      return reason === undefined
        ? this.#decide(made[index]?.id as number, { underway, known: known[index] })
        : this.#deny(underway, reason);
    });
  }

  /** Whether an answer would wait for a write like the one that is asked about. */
  waits(id: number): boolean {
    const { seat, called } = this.#underway.get(id) as Underway;
    return isUnderway(seat, called);
  }

  /** People answer, or the host suspends the call until they do. */
  answer(id: number, { yes, later = false }: Of<"answer">): Result {
    const underway = this.#underway.get(id) as Underway;
    const { over } = underway.asking as Asking;
    if (over === undefined && later) return this.#suspend(id, underway);
    const failure = over === undefined ? hear(underway.asking as Asking, yes) : this.#passed(underway, over);
    underway.roles = underway.roles.slice(1);
    if (failure === undefined && underway.roles.length > 0) return this.#ask(underway, remembered(underway));
    this.#underway.delete(id);
    const refusal = failure ?? this.#dead(underway) ?? this.#outside(underway);
    return refusal === undefined ? this.#allow(id, underway) : this.#giveBack(underway, refusal);
  }

  /** What repeats a write that was done needs no answer. */
  #passed({ seat, called, mark }: Underway, over: string): string | undefined {
    const known = seat.run.writes.get(`${seat.thread?.id} ${mark?.text}`);
    return toolOf(called).write && mark?.isExact === true && known?.isDone === true ? undefined : over;
  }

  #suspend(id: number, { seat, called, before, asked }: Underway): Result {
    this.#underway.delete(id);
    // it comes back with the answers that it had
    giveBack(asked);
    take(seat.purse, unitsOf(toolOf(called)), -1);
    seat.run.lines.withdraw(before);
    seat.calls.underway -= 1;
    seat.run.count(-1);
    return "done";
  }

  finish(id: number, ending: Ending): Result {
    const underway = this.#underway.get(id) as Underway;
    this.#underway.delete(id);
    const { seat, called, mark, asked } = underway;
    if (toolOf(called).write && mark !== undefined)
      end(seat, mark, { by: underway, isDone: ending === "returns" });
    // what was suspended comes back with its answer
    if (ending === "suspends") giveBack(asked);
    return this.#settle(underway, ending, { isRepeat: false });
  }

  #settle(
    { seat, called, before }: Underway,
    ending: Ending,
    { isRepeat }: { readonly isRepeat: boolean },
  ): Result {
    const tool = toolOf(called);
    const { run, actors, purse, taint } = seat;
    seat.calls.underway -= 1;
    run.count(-1);
    const whole = wholeOf(called.args);
    const again = run.lines.ranAgain(before, whole);
    if (isRepeat || (tool.idempotent && again)) take(purse, unitsOf(tool), -1);
    const { tainted, seen } = taint;
    const read = ending === "suspends" ? { trusted: !tainted, seen } : tool.returns;
    reads(taint, read);
    seat.thread?.reads(read);
    if (ending === "suspends") return "done";
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
    const { purpose, limits, beyond, ...told } = turnOf(seat, turn);
    const siblings = Math.max(told.siblings, seat.calls.underway);
    const ids = idsOf(toolOf(called), called.args);
    const callId = callIdOf(called, turn);
    const about = { purpose, task: taskOf(called, callId), ids };
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
      outer: seat.outer ?? seat,
      belowTool: true,
      origins: [...seat.origins, ...edges.map(() => ({}))],
      calls: { underway: 0 },
      crossings,
    };
    // of a call that no turn names nobody knows what its maker had read
    const { tainted, seen } = (called.by === "turn" ? turn : undefined) ?? seat.taint;
    const { generation } = seat.thread ?? run;
    const facts = { attempt, siblings, tainted, seen, generation, actor: acting(seat) };
    const { touches } = toolOf(called);
    const subjected = { tool: called.tool, resource: resourceOf(called), touches, purpose, depth, facts };
    const mark = markOf(called, wholeOf(called.args), callId);
    const inside = { ...body, limits: [...seat.limits, ...beyond] };
    return { seat, body, inside, called, before, subjected, mark, roles: [], asking: undefined, asked: [] };
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

  #decide(
    id: number,
    { underway, known }: { readonly underway: Underway; readonly known: Remembered },
  ): Result {
    const { seat, body, subjected } = underway;
    const { table, people } = this.#ground;
    const names = this.#ground.names(seat.run);
    const answer = decide(table, subjected, { principals: [seat.run.asked.subject, ...seat.actors], names });
    if (answer === "deny") return this.#giveBack(underway, "policy");
    if (!body.crossings.every((crossing) => carries(table, subjected, { crossing, names })))
      return this.#giveBack(underway, "edge");
    const strange = isStrange(underway, seat.run);
    underway.roles = [...(answer === "ask" ? ["of a rule"] : []), ...(strange ? ["subject"] : [])];
    if (underway.roles.length === 0) return this.#allow(id, underway);
    const isAlone = !people || (seat.thread !== undefined && underway.mark === undefined);
    if (isAlone) return this.#giveBack(underway, strange ? "retry_values" : "nobody");
    this.#underway.set(id, underway);
    return this.#ask(underway, known);
  }

  /** `known` is what the thread remembered before the calls that begin with this one. */
  #ask(underway: Underway, known: Remembered): Result {
    const { body, mark, subjected, asked } = underway;
    const [role = ""] = underway.roles;
    underway.asking = ask(body, { mark, role, purpose: subjected.purpose, known: known?.get(role) });
    asked.push(underway.asking);
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
    const { seat, called, mark } = underway;
    const { write } = toolOf(called);
    const what = `${called.tool} ${wholeOf(called.args)}`;
    const begun = write && mark !== undefined ? begin(seat, { mark, by: underway, what }) : "begun";
    if (begun === "call_done") return this.#giveBack(underway, begun);
    const { thread } = seat;
    if (thread !== undefined && (thread.isShared || write) && !thread.reserve()) {
      if (mark !== undefined) end(seat, mark, { by: underway, isDone: false });
      return this.#giveBack(underway, "budget");
    }
    if (begun === "repeat") return this.#settle(underway, "returns", { isRepeat: true });
    this.#underway.set(id, underway);
    this.#entered(id, { ...underway.inside, taint: taintIn(underway.seat.taint) });
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

type Remembered = ReadonlyMap<string, Question> | undefined;

/** The questions that its thread remembers of a call, by whom they asked. */
function remembered({ seat, mark }: Underway): Remembered {
  const known = mark && seat.thread?.thread.questions.get(mark.text);
  return known && new Map([...known].map(([role, question]) => [role, { ...question }]));
}

function giveBack(asked: readonly Asking[]): void {
  for (const { question } of asked) if (question !== undefined) question.spent = false;
}
