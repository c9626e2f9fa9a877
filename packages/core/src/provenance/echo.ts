import type { JsonObject, JsonValue } from "../json/json.ts";
import { loosen } from "./loose.ts";
import { isTelling } from "./words.ts";

/** What a call was given: what its result merely repeats has no other origin than the call. */
export class Echo {
  readonly #values = new Set<string>();
  #text = "\n";

  constructor(args: JsonObject) {
    collect(args, (value) => {
      this.#values.add(value);
      this.#text += `${value}\n`;
    });
  }

  /** Whether a value of the result is one of the call's own, or a part of one. */
  repeats(value: string): boolean {
    const loose = loosen(value);
    return this.#values.has(loose) || (isTelling(loose) && this.#text.includes(loose));
  }

  /** Whether a word of the tool's own message holds something of the call's: what is put together from it is no news. */
  touches(word: string): boolean {
    const loose = loosen(word);
    if (this.repeats(word)) return true;
    for (const value of this.#values) if (value.length > 1 && loose.includes(value)) return true;
    return false;
  }
}

function collect(value: JsonValue, add: (value: string) => void): void {
  const open: JsonValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "object" && next !== null) open.push(...Object.values(next as object));
    else if (typeof next === "string" || typeof next === "number") add(loosen(String(next)));
  }
}
