import { bare, type Cover, covered } from "./cover.ts";
import type { Behaviour, Host } from "./stage.ts";
import { transcript } from "./transcript.ts";

/** The tools of all behaviours. */
const NAMES = ["use", "inner", "nowhere", "write_todos"];

/** A behaviour of a host, with Ambit and without. */
export interface Compared {
  readonly host: string;
  readonly behaviour: string;
  readonly bare: string;
  readonly covered: string;
  readonly isSame: boolean;
}

/** Plays a behaviour twice; `cover` stands in for Ambit. */
export async function compare(host: Host, behaviour: Behaviour, cover?: Cover): Promise<Compared> {
  const one = await play(host, behaviour, bare);
  const other = await play(host, behaviour, cover ?? (await covered(NAMES)));
  return { host: host.name, behaviour: behaviour.name, bare: one, covered: other, isSame: one === other };
}

async function play(host: Host, behaviour: Behaviour, cover: Cover): Promise<string> {
  const notes: unknown[] = [];
  const stage = {
    cover,
    host,
    notes,
    build: (team: Parameters<Host["build"]>[0]) => host.build(team, cover),
  };
  const given = await ended(() => behaviour.play(stage));
  return transcript({ given, notes });
}

async function ended(play: () => Promise<unknown>): Promise<unknown> {
  try {
    return await play();
  } catch (error) {
    return { threw: error };
  }
}

/** Whether a host has a behaviour at all. */
export const isOf = (behaviour: Behaviour, host: Host): boolean => behaviour.of?.(host) ?? true;
