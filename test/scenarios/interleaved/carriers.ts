import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import PQueue from "p-queue";
import type { Chance } from "../../fuzz/chance.ts";

/** Runs a job, at once or later, and gives what it gave. */
export type Carrier = <T>(job: () => Promise<T>) => Promise<T>;

/** Of these all but `timers` start jobs of one caller in the asynchronous context of another. */
export const CARRIER_NAMES = ["pool", "batch", "bus", "stream", "timers"] as const;
export type CarrierName = (typeof CARRIER_NAMES)[number];

/** Waits by one of the ways in which code goes on later. */
export async function rest(chance: Chance): Promise<void> {
  await new Promise<void>((done) => {
    const way = chance.below(5);
    if (way === 0) queueMicrotask(done);
    else if (way === 1) setImmediate(done);
    else if (way === 2) process.nextTick(done);
    else setTimeout(done, chance.below(4));
  });
}

/** What many runs of one process share to get work done. */
export function carriers(chance: Chance): Readonly<Record<CarrierName, Carrier>> {
  const queue = new PQueue({ concurrency: 4 });
  return {
    pool: (job) => queue.add(job),
    batch: batch(),
    bus: bus(),
    stream: stream(),
    timers: async (job) => {
      await rest(chance);
      return job();
    },
  };
}

/** One job that waits, with the promise of its caller behind it. */
interface Waiting {
  /** Starts the job; settles when it has, and never rejects. */
  start(): Promise<void>;
  /** Tells the caller. */
  tell(): void;
}

function waitingFor<T>(job: () => Promise<T>, entry: (waiting: Waiting) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let tell = (): void => {};
    entry({
      start: () =>
        job().then(
          (value) => {
            tell = () => resolve(value);
          },
          (error: Error) => {
            tell = () => reject(error);
          },
        ),
      tell: () => tell(),
    });
  });
}

/** As data loaders do: who comes first sends off what has gathered by then, and tells all in one tick. */
function batch(): Carrier {
  let gathered: Waiting[] = [];
  const flush = async (): Promise<void> => {
    const sent = gathered;
    gathered = [];
    await Promise.all(sent.map((waiting) => waiting.start()));
    for (const waiting of sent) waiting.tell();
  };
  return (job) =>
    waitingFor(job, (waiting) => {
      gathered.push(waiting);
      if (gathered.length === 1) setImmediate(() => void flush());
    });
}

/** Listeners run in the context of whoever emits. */
function bus(): Carrier {
  const emitter = new EventEmitter().setMaxListeners(0);
  return (job) =>
    waitingFor(job, (waiting) => {
      emitter.once("tick", () => void waiting.start().then(() => waiting.tell()));
      setTimeout(() => emitter.emit("tick"), 1);
    });
}

/** A stream writes its next chunk when the one before is done, in that one's context. */
function stream(): Carrier {
  const write = async (waiting: Waiting, done: () => void): Promise<void> => {
    await waiting.start();
    waiting.tell();
    done();
  };
  const sink = new Writable({
    objectMode: true,
    write: (waiting: Waiting, _encoding, done) => {
      void write(waiting, done);
    },
  });
  return (job) => waitingFor(job, (waiting) => sink.write(waiting));
}
