import type { FieldClass } from "../manifest/tool-entry.ts";
import { Echo } from "./echo.ts";
import { rootPlace } from "./field-class.ts";
import { formOf } from "./form.ts";
import { loosen } from "./loose.ts";
import { readResult, type ResultLeaf } from "./read-result.ts";
import { secretOf } from "./secrets.ts";
import { LeafWriter, PROSE_END, type Sheet } from "./sheet.ts";
import type { CallResult } from "./value-index.ts";
import { bareWord, isTelling } from "./words.ts";

/** Longer texts are prose, whatever their field is called. */
const MAX_VALUE = 80;
const MAX_MESSAGE = 160;

/** What is kept of one result. */
export function sheetOf({ args, returns, value, text, asked = false }: CallResult): Sheet {
  const leaves =
    text === undefined
      ? undefined
      : [
          {
            value: typeof value === "string" ? value : JSON.stringify(value),
            class: text,
            record: 0,
            secret: false,
          },
        ];
  const fields = rootPlace(returns.fields);
  const secrets = rootPlace(Object.fromEntries((returns.secrets ?? []).map((path) => [path, "prose"])));
  const read =
    leaves ?? readResult(value, { fields, secrets }) ?? wholeAsProse(value, secrets.rest.length > 0);
  const sorting = new Sorting(new Echo(args));
  for (const leaf of read) sorting.add(leaf);
  return { asked, ...sorting.parts() };
}

function wholeAsProse(value: unknown, secret: boolean): readonly ResultLeaf[] {
  const leaves: ResultLeaf[] = [];
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string" || typeof next === "number")
      leaves.push({ value: next, class: "prose", record: 0, secret });
    else if (typeof next === "object" && next !== null)
      for (const [name, member] of Object.entries(next)) open.push(name, member);
  }
  return leaves;
}

class Sorting {
  readonly #echo: Echo;
  readonly #leaves = new LeafWriter();
  readonly #prose: string[] = [];
  readonly #secrets: string[] = [];

  constructor(echo: Echo) {
    this.#echo = echo;
  }

  add(leaf: ResultLeaf): void {
    const { value, secret } = leaf;
    const found = secret ? secretOf(value) : undefined;
    if (found !== undefined) this.#secrets.push(found);
    if (classOf(leaf) === "prose") this.#prose.push(loosen(String(value)));
    else if (classOf(leaf) === "message") this.#addMessage(String(value), leaf.record);
    else this.#addLeaf(leaf);
  }

  parts(): Pick<Sheet, "leaves" | "prose" | "secrets"> {
    return { leaves: this.#leaves.text(), prose: this.#prose.join(PROSE_END), secrets: this.#secrets };
  }

  #addLeaf({ value, class: name, record }: ResultLeaf): void {
    const form = formOf(value);
    // what has odd characters is no id, and whoever wrote it may have written anything
    if (form === undefined) this.#prose.push(loosen(String(value)));
    else if (!this.#echo.repeats(String(value))) this.#leaves.add(form, { class: name, record });
  }

  #addMessage(text: string, record: number): void {
    for (const word of text.split(/\s+/u).map(bareWord)) {
      const form = isTelling(word) && !this.#echo.touches(word) ? formOf(word) : undefined;
      if (form !== undefined) this.#leaves.add(form, { class: "id", record });
    }
  }
}

function classOf({ value, class: name }: ResultLeaf): FieldClass {
  const max = name === "message" ? MAX_MESSAGE : MAX_VALUE;
  return typeof value === "string" && value.length > max ? "prose" : name;
}
