import type { FieldClass } from "../manifest/tool-entry.ts";

/** The member name by which a path names the keys of a map: `balances.@keys`. */
const KEYS = "@keys";
const ANY = "*";
const EACH = "[*]";
const WORST: readonly FieldClass[] = ["prose", "counterparty", "message", "id"];

/** Which declared paths still fit while a result is walked; shared by all leaves at the same place. */
export interface FieldPlace {
  /** What is left of each path that fits. */
  readonly rest: readonly FieldPath[];
}

interface FieldPath {
  readonly steps: readonly string[];
  readonly at: number;
  readonly class: FieldClass;
}

/** The place of the whole result. */
export function rootPlace(fields: Readonly<Record<string, FieldClass>>): FieldPlace {
  return {
    rest: Object.entries(fields).map(([path, name]) => ({ steps: stepsOf(path), at: 0, class: name })),
  };
}

function stepsOf(path: string): readonly string[] {
  return path
    .replaceAll(EACH, `.${EACH}`)
    .split(".")
    .filter((step) => step !== "");
}

/** The place of an element of a list, which `*` is too; a path that ends at the list stands for its elements too. */
export function elementPlace({ rest }: FieldPlace): FieldPlace {
  return {
    rest: rest.flatMap((path) => (path.at === path.steps.length ? path : stepped(path, [EACH, ANY]))),
  };
}

/** The place of a member; `*` in a path is any member. */
export function memberPlace({ rest }: FieldPlace, name: string): FieldPlace {
  return { rest: rest.flatMap((path) => stepped(path, [name, ANY])) };
}

/** The place of a map's keys. */
export function keysPlace({ rest }: FieldPlace): FieldPlace {
  return { rest: rest.flatMap((path) => stepped(path, [KEYS])) };
}

/** Whether the members of an object here are named by a wildcard: then each is a record of its own. */
export function isMap({ rest }: FieldPlace): boolean {
  return rest.some(({ steps, at }) => steps[at] === ANY);
}

function stepped(path: FieldPath, names: readonly string[]): readonly FieldPath[] {
  return names.includes(path.steps[path.at] ?? "") ? [{ ...path, at: path.at + 1 }] : [];
}

/** The class of a leaf: the worst that is declared for it, `prose` where none is. */
export function classAt({ rest }: FieldPlace): FieldClass {
  const classes = new Set(rest.filter(({ steps, at }) => at === steps.length).map((path) => path.class));
  return WORST.find((name) => classes.has(name)) ?? "prose";
}
