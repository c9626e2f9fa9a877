import type { ChainedRecord } from "@ambit/ledger";
import type { Observed } from "./interleave.ts";

/** What is wrong, how it gets so, and what is to be found. */
type Fault = readonly [name: string, make: (sound: Observed) => Observed, found: RegExp];

const decision =
  (changes: (sound: Observed) => object) =>
  (sound: Observed): Observed => {
    const at = sound.records.findIndex(({ type }) => type === "decision");
    return { ...sound, records: first(sound.records, () => changes(sound), at) };
  };

const witnessed =
  (change: (was: Observed["witness"]) => Partial<Observed["witness"]>) =>
  (sound: Observed): Observed => ({
    ...sound,
    witness: { ...sound.witness, ...change(sound.witness) },
  });

/** Ways in which sound observations can be made to tell of a crossing. */
export const FAULTS: readonly Fault[] = [
  ["the subject of a decision", decision(() => ({ subject: "user:u99" })), /^decision .*: user:u99$/u],
  ["the actors of a decision", decision(() => ({ actors: ["fan", "lead"] })), /^decision .*: fan>lead$/u],
  ["the purpose of a decision", decision(() => ({ purpose: "work/p9" })), /^decision .*: work\/p9$/u],
  [
    "the resource of a decision",
    decision(() => ({ resources: ["rec://t9/rec-000"] })),
    /^decision .*: rec:\/\/t9\/rec-000$/u,
  ],
  [
    "the frame of a decision",
    decision(({ records }) => ({ frame: lastFrame(records) })),
    /^\w+ \d+ of rec-/u,
  ],
  [
    "work after the end",
    (sound) => ({
      ...sound,
      records: [...sound.records.filter(({ type }) => type === "closed"), ...sound.records],
    }),
    /: late$/u,
  ],
  [
    "what a stream gave",
    (sound) => ({ ...sound, told: first(sound.told, () => ({ yielded: ["rec-001 drips"] })) }),
    /^rec-000 heard rec-001 drips$/u,
  ],
  [
    "what a model was answered",
    (sound) => ({ ...sound, told: first(sound.told, () => ({ answers: ["peek success: rec-001"] })) }),
    /^rec-000 was answered peek success: rec-001$/u,
  ],
  [
    "a job that ran in another's context",
    witnessed(({ attempts }) => ({
      attempts: first(attempts, () => ({ context: "rec-999", outcome: "ran" })),
    })),
    / in rec-999: ran$/u,
  ],
  [
    "a body's argument",
    witnessed(({ sightings }) => ({
      sightings: first(sightings, ({ id }) => ({ id: id === "rec-001" ? "rec-002" : "rec-001" })),
    })),
    / for rec-00[12]$/u,
  ],
  [
    "a record that could be touched",
    witnessed(() => ({ crossed: ["ran"] })),
    /^a record of another run: ran$/u,
  ],
];

function first<T>(from: readonly T[], change: (one: T) => object, at = 0): readonly T[] {
  return from.map((one, index) => (index === at ? { ...one, ...change(one) } : one));
}

/** A frame of the last run that was opened: never that of the first decision. */
function lastFrame(records: readonly ChainedRecord[]): string | undefined {
  return records.filter((record) => record.type === "opened").at(-1)?.frame;
}
