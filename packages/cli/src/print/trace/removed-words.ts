import { plain } from "../layout/plain.ts";

/** What the records of edges say, and how people are told; what is said of several tools is said once. */
const KINDS: readonly { readonly recorded: RegExp; readonly told: (names: string) => string }[] = [
  { recorded: /^tool (?<name>.+)$/u, told: (names) => names },
  { recorded: /^(?<name>\S+) resources$/u, told: (names) => `some resources of ${names}` },
  {
    recorded: /^(?<name>\S+): values that neither the first attempt nor the user named$/u,
    told: (names) => `values of ${names} that nobody named`,
  },
];

/** The texts of `removed` in few words: `write_file, send` · `some resources of read` · `depth 3 → 2` · `180 s`. */
export function removedWords(removed: readonly string[]): readonly string[] {
  const names = KINDS.map(({ recorded }) =>
    removed.flatMap((text) => recorded.exec(text)?.groups?.["name"] ?? []),
  );
  const grouped = KINDS.flatMap(({ told }, kind) => {
    const found = names[kind] ?? [];
    return found.length === 0 ? [] : [told(found.map(plain).join(", "))];
  });
  const others = removed.filter((text) => !KINDS.some(({ recorded }) => recorded.test(text)));
  return [...grouped, ...others.map(otherWords)];
}

/** A lifetime is recorded in milliseconds; people read it in seconds. */
function otherWords(text: string): string {
  const lifetime = /^lifetime -(\d{1,15}) ms$/u.exec(text);
  return lifetime === null ? plain(text) : `${Math.round(Number(lifetime[1]) / 100) / 10} s of its lifetime`;
}
