import { differs, type Plan, type Planned, replay, type Step } from "./replay.ts";

type Replays = (plan: Plan) => Promise<readonly Step[]>;

/** The steps of a failing history without those that it does not need to fail. */
export async function shrink(
  plan: Plan,
  steps: readonly Step[],
  play: Replays = replay,
): Promise<readonly Step[]> {
  let kept = steps;
  for (let size = Math.ceil(kept.length / 2); size > 0;) {
    const fewer = await without(size, plan, { steps: kept, play });
    // single steps are tried until none can go: one may have hung on a later one
    if (size > 1) size = Math.ceil(size / 2);
    else if (fewer.length === kept.length) size = 0;
    kept = fewer;
  }
  return kept;
}

/** Leaves out runs of so many steps, from the end, wherever the history still fails. */
async function without(
  size: number,
  plan: Plan,
  { steps, play }: { readonly steps: readonly Step[]; readonly play: Replays },
): Promise<readonly Step[]> {
  let kept = steps;
  for (let start = kept.length - size; start > -size; start -= size) {
    const planned: readonly Planned[] = kept.filter((_, index) => index < start || index >= start + size);
    const again = await play({ ...plan, planned });
    const last = again.at(-1);
    if (last !== undefined && differs(last)) kept = again;
  }
  return kept;
}
