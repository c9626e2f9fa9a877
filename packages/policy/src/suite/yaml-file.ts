import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

import type { FileFindings } from "../finding/file-findings.ts";
import type { Place } from "../finding/finding.ts";

export type Path = readonly PropertyKey[];

/** A YAML text whose values are found by their paths. */
export class YamlFile {
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true, version: "1.2" });
  }

  /** The plain value; undefined, with findings, when the text is not valid. */
  value(findings: FileFindings): unknown {
    const { errors } = this.#document;
    for (const { message, pos } of errors) {
      const why = message.split(/ at line \d/u)[0] ?? message;
      findings.add({
        reason: "suite_invalid",
        at: this.#place(pos[0]),
        text: "",
        message: `not valid YAML: ${why}`,
      });
    }
    if (errors.length > 0) return undefined;
    try {
      return (this.#document.toJS({ maxAliasCount: 100 }) as unknown) ?? {};
    } catch {
      const message = "the aliases of the file cannot be resolved";
      findings.add({ reason: "suite_invalid", at: { line: 1, column: 1 }, text: "", message });
      return undefined;
    }
  }

  /** Where a value stands; for one that is missing, where it should. */
  at(path: Path): Place {
    for (let length = path.length; length > 0; length--) {
      const range = this.#node(path.slice(0, length))?.range ?? undefined;
      if (range !== undefined) return this.#place(range[0]);
    }
    return { line: 1, column: 1 };
  }

  /** Where a key of the map at a path stands. */
  keyAt(path: Path, key: string): Place {
    const map = this.#node(path);
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    const range = (pair?.key as Node | undefined)?.range ?? undefined;
    return range === undefined ? this.at(path) : this.#place(range[0]);
  }

  #node(path: Path): Node | undefined {
    let node: unknown = this.#document.contents;
    for (const member of path) {
      if (!isMap(node) && !isSeq(node)) return undefined;
      node = node.get(member, true);
    }
    return (node ?? undefined) as Node | undefined;
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}
