import { SHA256 } from "../measure/sha256.ts";
import { PeerLoader, PEERS } from "../peer/load-peers.ts";
import { atLeast, atMost, type Bench, type Effort, notAvailable, type Row } from "../row.ts";
import { agentWorld } from "../world/agent-world.ts";
import { SMALL, smallWorld } from "../world/small-world.ts";
import type { World } from "../world/world.ts";
import { type Contest, contest, ROTATING } from "./contest.ts";
import { loadRows } from "./load.ts";

const SIZES = [10, 1000, 10_000, 100_000] as const;
/** With less effort than this, only what every peer loads at once is measured. */
const FULL = 0.1;

/** One decision of the agent model and of plainer ones against other engines, and what it takes to load the rules. */
export const decision: Bench = {
  name: "decision",
  summary: "one decision against other engines that were told the same rules, and the load of the rules",
  async run(effort: Effort): Promise<readonly Row[]> {
    const full = effort.scale >= FULL;
    const loader = new PeerLoader();
    const play = async (world: World): Promise<Contest> => contest(world, await loader.load(world), effort);
    const rows: Row[] = [];
    const hot: number[] = [];
    for (const size of SIZES.filter((each) => full || each <= 1000)) {
      const played = await play(agentWorld(size));
      hot.push(played.measured.p50("allow"));
      rows.push(...agentRows(played), ...peerRows(played));
    }
    rows.push(growth(hot));
    for (const name of SMALL) {
      for (const size of SIZES.filter((each) => full || each === 10)) {
        const played = await play(smallWorld(name, size));
        rows.push(...plainRows(played), ...peerRows(played));
      }
    }
    return [...rows, ...loadRows(full ? [10_000, 100_000] : [1000])];
  },
};

function growth(hot: readonly number[]): Row {
  const row = { bench: "decision", case: "agent, hot allow, most rules against fewest", metric: "ratio" };
  return atMost(2, { ...row, value: (hot.at(-1) ?? 1) / (hot[0] ?? 1), unit: "×" });
}

const CASBIN = "casbin enforceEx";
const LABELS = {
  allow: "hot allow",
  deny: "hot deny by a rule",
  noRule: "hot deny with a near miss",
  three: "hot allow, three principals",
  rotating: `${ROTATING} calls in turn`,
} as const;

function rowOf({ world, measured }: Contest, name: keyof typeof LABELS, metric: "p50" | "p99"): Row {
  return {
    bench: "decision",
    case: `${world.name} ${world.size}: ${LABELS[name]}`,
    metric,
    value: measured[metric](name),
    unit: "µs",
    peer: CASBIN,
    ratio: measured.ratio(name, `${CASBIN} allow`),
  };
}

function agentRows(played: Contest): readonly Row[] {
  const { measured, world } = played;
  const faster = 1 / measured.ratio("allow", `${CASBIN} allow`);
  const times = { ...rowOf(played, "allow", "p50"), metric: "enforceEx takes", value: faster, unit: "×" };
  return [
    atMost(5, rowOf(played, "allow", "p50")),
    atMost(5, rowOf(played, "deny", "p50")),
    rowOf(played, "noRule", "p50"),
    rowOf(played, "three", "p50"),
    atMost(10, rowOf(played, "rotating", "p50")),
    atMost(40, rowOf(played, "rotating", "p99")),
    ...(world.size === 1000 ? [atLeast(1000, times)] : []),
  ];
}

function plainRows(played: Contest): readonly Row[] {
  return [
    rowOf(played, "allow", "p50"),
    rowOf(played, "deny", "p50"),
    rowOf(played, "rotating", "p50"),
    rowOf(played, "rotating", "p99"),
  ];
}

/** What each peer takes; and how many times the engine's time the fastest of them takes on the same calls. */
function peerRows(played: Contest): readonly Row[] {
  const { world, told, measured } = played;
  const row = { bench: "decision", unit: "µs", peer: SHA256 } as const;
  const label = (name: string, what: string): string => `${world.name} ${world.size}: ${name}, ${what}`;
  const rows = told.flatMap(({ name, loaded, missing }): readonly Row[] => {
    if (loaded === undefined) {
      return [notAvailable({ ...row, case: label(name, "hot allow"), metric: "p50" }, missing)];
    }
    return KINDS.filter((kind) => measured.has(`${name} ${kind}`)).map((kind) => ({
      ...row,
      case: label(name, LABELS[kind]),
      metric: "p50",
      value: measured.p50(`${name} ${kind}`),
      ratio: measured.ratio(`${name} ${kind}`, SHA256),
    }));
  });
  return [...rows, ...KINDS.flatMap((kind) => fastest(played, kind))];
}

const KINDS = ["allow", "deny", "rotating"] as const;

/** The least lead over any peer that was asked the same. */
function fastest({ world, measured }: Contest, kind: (typeof KINDS)[number]): readonly Row[] {
  const leads = PEERS.map(({ name }) => ({ name, peer: `${name} ${kind}` }))
    .filter(({ peer }) => measured.has(peer))
    .map(({ name, peer }) => ({ name, times: measured.ratio(peer, kind) }))
    .toSorted((a, b) => a.times - b.times);
  const [least] = leads;
  if (least === undefined) return [];
  const row = { bench: "decision", metric: "fastest peer takes", unit: "×", peer: least.name };
  const about = `${world.name} ${world.size}: ${LABELS[kind]}`;
  return [atLeast(1, { ...row, case: about, value: least.times, ratio: least.times })];
}
