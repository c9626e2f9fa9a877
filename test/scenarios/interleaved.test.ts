import { beforeAll, describe, expect, it } from "vitest";
import { CARRIER_NAMES } from "./interleaved/carriers.ts";
import { crossings } from "./interleaved/crossings.ts";
import { FAULTS } from "./interleaved/faults.ts";
import { interleave, type Observed } from "./interleaved/interleave.ts";
import { expected, tallied } from "./interleaved/tally.ts";
import { Witness } from "./interleaved/witness.ts";

const RUNS = 200;
const SEED = 20_777;
/** Of the canaries. */
const FEW = 12;

describe("two hundred runs at once, for fifty subjects, with the same agents", () => {
  let observed: Observed;

  beforeAll(async () => {
    observed = await interleave({ runs: RUNS, seed: SEED, hasCeiling: true });
  }, 120_000);

  it("L2, L7: act each with its own authority, in queues, batches, listeners, streams and generators too", () => {
    const { plans, records } = observed;
    expect(new Set(plans.map(({ subject }) => subject)).size).toBe(50);
    expect(new Set(plans.map(({ tenant }) => tenant)).size).toBe(5);
    expect(crossings(observed)).toEqual([]);
    expect(records.length).toBeGreaterThan(RUNS * 75);
  });

  it("L2: run exactly the bodies that they may, and spend exactly that", () => {
    expect(tallied(observed)).toEqual(expected(observed));
  });

  it("L6: leave a ledger whose chains hold, with one end for each run and nothing outside of runs", () => {
    const { verified } = observed;
    expect(verified.ok).toBe(true);
    expect(verified.runs.filter(({ closed }) => closed)).toHaveLength(RUNS);
    expect(verified.runs).toHaveLength(RUNS);
  });

  it("L2: touch no record of another, by the model, in a generator, in a sub-agent, in a worker", () => {
    const { told, witness, plans, records } = observed;
    for (const { answers, yielded } of told) {
      expect([answers.length, yielded.length]).toEqual([16, 4]);
      const denied = answers.filter((text) => text.endsWith("AMBIT-D202")).map((text) => text.split(" ")[0]);
      expect(denied).toEqual(["via_pool", "spend", "drip", "peek", "ask_helper"]);
    }
    expect(witness.crossed).toEqual(Array(2 * RUNS).fill("constraint_violation"));
    const looks = records.filter(
      (record) => record.type === "decision" && record.tool === "look" && record.effect === "deny",
    );
    expect(looks).toHaveLength(plans.length);
    expect(looks.every((record) => "reason" in record && record.reason === "constraint_violation")).toBe(
      true,
    );
  });

  it("L2: are denied where a carrier starts a job in another's frame, and allowed where it is bound to its own", () => {
    const { attempts } = observed.witness;
    for (const carrier of CARRIER_NAMES.filter((name) => name !== "timers")) {
      const strayed = attempts.filter((one) => one.carrier === carrier && one.context !== one.id);
      const named = strayed.filter(({ how }) => how === "named");
      expect(strayed.filter(({ how }) => how === "plain").length).toBeGreaterThan(0);
      expect(named.length).toBeGreaterThan(0);
      expect(new Set(named.map(({ outcome }) => outcome))).toEqual(new Set(["frame_foreign"]));
    }
    const sure = attempts.filter(({ carrier, how }) => how === "bound" || carrier === "timers");
    expect(new Set(sure.map(({ outcome }) => outcome))).toEqual(new Set(["ran"]));
    expect(sure).toHaveLength(RUNS * (CARRIER_NAMES.length + 1 + 2));
  });
});

describe("what looks for crossings", () => {
  it("finds the bodies that run in another's frame, where no ceiling of its own tells the runs apart", async () => {
    const found = crossings(await interleave({ runs: FEW, seed: SEED, hasCeiling: false }));
    const inBody = (name: string) => found.filter((text) => text.startsWith(name)).length;
    for (const carrier of ["pool", "batch", "bus", "stream"])
      expect(inBody(`plain_${carrier}: `)).toBeGreaterThan(0);
    // what a timer starts keeps its context, and a config of another run is found out
    expect(["plain_timers", "named_batch", "named_bus", "named_stream"].map(inBody)).toEqual([0, 0, 0, 0]);
  });

  it("finds bodies that a fault makes act for whoever came first", async () => {
    const witness = new Witness(true);
    const observed = await interleave({ runs: FEW, seed: SEED, hasCeiling: true, witness });
    const strangers = witness.sightings.filter(({ id, context }) => id !== context);
    expect(strangers.length).toBeGreaterThan(0);
    const found = crossings(observed).filter((text) => /\((rec-\d+)\) for (?!\1$)/u.test(text));
    expect(found).toHaveLength(strangers.length);
  });

  describe("in what was doctored", () => {
    let sound: Observed;
    beforeAll(async () => {
      sound = await interleave({ runs: FEW, seed: SEED, hasCeiling: true });
    });

    it("is quiet about what is sound", () => {
      expect(crossings(sound)).toEqual([]);
      expect(tallied(sound)).toEqual(expected(sound));
    });

    it.each(FAULTS)("finds %s", (_name, make, found) => {
      const all = crossings(make(sound));
      expect(all.length).toBeGreaterThan(0);
      expect(all.filter((text) => !found.test(text))).toEqual([]);
    });
  });
});
