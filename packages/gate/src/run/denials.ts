/** After this many denials a tool is gone for the purpose. */
const MAX_DENIALS = 3;

/** The id-like values of a denied call, as they are compared. */
export interface DeniedIds {
  /** All of them: a reworded call that names no other asks for no more. */
  readonly named: ReadonlySet<string>;
  /** Those by which another call counts as this one reworded: not what the user or the subject named. */
  readonly telling: ReadonlySet<string>;
}

interface DeniedCall {
  readonly actors: readonly string[];
  readonly ids: DeniedIds;
}

const NONE: readonly DeniedIds[] = Object.freeze([]);

/** What was denied in a run, by tool and purpose. */
export class Denials {
  #counts: Map<string, number> | undefined;
  #calls: Map<string, DeniedCall[]> | undefined;

  /** Counts a denial; `ids` where the call came far enough to have any. */
  add(
    { tool, purpose }: { readonly tool: string; readonly purpose: string },
    { actors, ids }: { readonly actors: readonly string[]; readonly ids: DeniedIds | undefined },
  ): void {
    const at = key(purpose, tool);
    this.#counts ??= new Map();
    this.#counts.set(at, (this.#counts.get(at) ?? 0) + 1);
    if (ids === undefined) return;
    this.#calls ??= new Map();
    const calls = this.#calls.get(at) ?? [];
    this.#calls.set(at, calls);
    calls.push({ actors, ids });
  }

  /** Whether the tool was denied too often for the purpose. */
  isGone(tool: string, purpose: string): boolean {
    return this.#counts !== undefined && (this.#counts.get(key(purpose, tool)) ?? 0) >= MAX_DENIALS;
  }

  /** The ids of the denied calls of a tool that `isRelated` says belong to the caller. */
  of(tool: string, purpose: string, isRelated: (actors: readonly string[]) => boolean): readonly DeniedIds[] {
    const calls = this.#calls?.get(key(purpose, tool));
    return calls === undefined ? NONE : calls.filter((call) => isRelated(call.actors)).map(({ ids }) => ids);
  }
}

/** Injective: the length tells where the first ends. */
function key(first: string, second: string): string {
  return `${first.length}:${first}${second}`;
}
