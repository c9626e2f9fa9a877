import { wordsOf } from "./words.ts";

/** What the name of a tool says that it does, from the harmless to the grave. */
export type Kind = "read" | "navigate" | "change" | "run" | "destroy" | "commit";

/** A verb that stands in a tool's name. */
export interface Verb {
  readonly word: string;
  readonly kind: Kind;
}

/** Words that name a thing as often as a deed: as grave as they are, another verb says what is done. */
const NOUNS = new Set("order charge book share post mail email command script query call".split(" "));

const VERBS: Readonly<Record<Kind, string>> = {
  read: "get list read search find lookup look describe show view count stat tail head glob grep ls",
  navigate: "fetch browse visit navigate crawl scrape",
  change:
    "create add update set edit write save insert upsert put patch move rename upload append copy replace start",
  run: "run exec execute eval call invoke apply query sql shell bash command script",
  destroy: "delete remove drop destroy purge erase truncate wipe revoke cancel reset kill terminate close rm",
  commit:
    "send post publish pay transfer submit refund buy order purchase charge book deploy merge release notify invite share " +
    "reply forward email mail tweet approve grant commit push",
};

const GRAVITY = Object.keys(VERBS) as readonly Kind[];
const KINDS = new Map(GRAVITY.flatMap((kind) => VERBS[kind].split(" ").map((word) => [word, kind] as const)));

/** What stands before the last of these names a server, not what is done. */
const NAMESPACE = /^.*(?:__|[./:])/u;
const JOINTS = new Set(["and", "or", "then"]);

/**
 * The gravest verb of a name; undefined when it has none that we know.
 *
 * Where the first word reads, what follows is what it reads (`get_order`, `read_mail`): unless it ends or runs something,
 * or is joined to the first by an `and`.
 */
export function verbOf(name: string): Verb | undefined {
  const verbs = verbsAmong(wordsOf(name));
  const grave = verbs.find(({ kind }) => kind === "destroy") ?? verbs.find(({ kind }) => kind === "run");
  if (grave !== undefined) return grave;
  const words = wordsOf(name.replace(NAMESPACE, ""));
  const [first] = verbsAmong(words.slice(0, 1));
  if (first === undefined || !isReading(first)) return gravest(verbs);
  const joint = words.findIndex((word) => JOINTS.has(word));
  return joint < 0 ? first : gravest(verbsAmong(words.slice(joint + 1)));
}

function verbsAmong(words: readonly string[]): readonly Verb[] {
  return words.flatMap((word) => {
    const kind = KINDS.get(word);
    return kind === undefined ? [] : [{ word, kind }];
  });
}

function gravest(verbs: readonly Verb[]): Verb | undefined {
  const order = ({ kind, word }: Verb): number => GRAVITY.indexOf(kind) * 2 + (NOUNS.has(word) ? 0 : 1);
  return verbs.toSorted((a, b) => order(b) - order(a))[0];
}

/** What a tool's rules would call it: the gravest verb of its name that is no noun, else the verb. */
export function actionOf(name: string): string | undefined {
  const verb = verbOf(name);
  if (verb === undefined || !NOUNS.has(verb.word)) return verb?.word;
  return gravest(verbsAmong(wordsOf(name)).filter(({ word }) => !NOUNS.has(word)))?.word ?? verb.word;
}

/** Where no word of a name is a verb. */
export function lastWordOf(name: string): string {
  return /[A-Za-z0-9]+$/u.exec(name)?.[0] ?? "use";
}

function isReading({ kind }: Verb): boolean {
  return kind === "read" || kind === "navigate";
}
