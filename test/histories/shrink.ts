import { differs, type Plan, type Planned, replay, type Step } from "./replay.ts";

type Replays = (plan: Plan) => Promise<readonly Step[]>;

/** The steps of a failing history without those that it does not need to fail. */
export async function shrink(
  plan: Plan,
  steps: readonly Step[],
  play: Replays = replay,
): Promise<readonly Step[]> {
  let kept = steps;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = kept.length - size; start > -size; start -= size) {
      const planned: readonly Planned[] = kept.filter((_, index) => index < start || index >= start + size);
      const again = await play({ ...plan, planned });
      const last = again.at(-1);
      if (last !== undefined && differs(last)) kept = again;
    }
  }
  return kept;
}
