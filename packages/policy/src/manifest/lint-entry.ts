import { distance } from "fastest-levenshtein";
import { type Document, isMap, isScalar, isSeq, type Node, type Pair, visit } from "yaml";
import type { z } from "zod";

import type { FileFindings } from "../finding/file-findings.ts";
import type { Place } from "../finding/finding.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { ENTRY_KEYS, type WrittenEntry } from "./manifest-schema.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pathFault } from "../schema/path-fault.ts";
import { argumentsOf, templateFault } from "./template-fault.ts";

type Issue = z.core.$ZodIssue;

const RETURNS_KEYS = ["sensitivity", "fields", "parse", "secrets", "errors"];
const SENSITIVITIES = ["public", "internal", "confidential", "restricted"];

/** Reports what is wrong with one entry of the manifest, at its place in the file. */
export class EntryLint {
  readonly #pair: Pair<Node, Node | null>;
  readonly #placeOf: (offset: number) => Place;
  readonly #findings: FileFindings;

  constructor(pair: Pair<Node, Node | null>, placeOf: (offset: number) => Place, findings: FileFindings) {
    this.#pair = pair;
    this.#placeOf = placeOf;
    this.#findings = findings;
  }

  /** The plain value of the entry; undefined, with a finding, when its aliases cannot be resolved or are too many. */
  value(document: Document): unknown {
    try {
      return (this.#pair.value?.toJS(document, { maxAliasCount: 100 }) as unknown) ?? null;
    } catch {
      const message = `${this.#name([])}: the aliases of the entry cannot be resolved`;
      this.#findings.add({ reason: "manifest_invalid", at: this.#at(undefined), text: "", message });
      return undefined;
    }
  }

  report(issue: Issue): void {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) this.#unknownKey(issue.path, key);
      return;
    }
    const path = issue.code === "invalid_key" ? issue.path.slice(0, -1) : issue.path;
    const last = issue.path.at(-1);
    const node =
      issue.code === "invalid_key" ? this.#keyNode(path, String(last)) : this.#valueNode(issue.path);
    const text = isScalar(node) ? (node.source ?? "") : "";
    this.#findings.add({
      reason: "manifest_invalid",
      at: this.#at(node),
      text,
      message: `${this.#name(issue.path)}: ${describe(issue, node === undefined)}`,
      suggestion: nearestWord(text, allowedValues(issue)),
    });
  }

  /** Checks what the schema cannot say; whether the entry can be used. */
  check(entry: WrittenEntry): boolean {
    const before = this.#findings.found.length;
    for (const [index, template] of (entry.resources ?? []).entries()) {
      const fault = templateFault(template);
      if (fault === undefined) continue;
      const at = this.#at(this.#valueNode(["resources", index]));
      this.#findings.add({ reason: "manifest_invalid", at, text: fault.part, message: fault.message });
    }
    if (entry.inputSchema === undefined) {
      for (const name of Object.keys(entry.redact ?? {})) this.#argument(entry, name, ["redact", name]);
      for (const [index, name] of (entry.opaque ?? []).entries())
        this.#argument(entry, name, ["opaque", index]);
    } else this.#againstSchema(entry, entry.inputSchema);
    this.#refusePrototypeNames();
    return this.#findings.found.slice(before).every(({ severity }) => severity === "warning");
  }

  /** What is said of an argument that does not exist is lost; one that `args` does not list may exist. */
  #argument(entry: WrittenEntry, written: string, path: readonly [string, string | number]): void {
    const known = new Set(Object.keys(entry.args ?? {}).map(rootOf));
    const root = rootOf(written);
    if (known.has(root)) return;
    const suggestion = misspelt(root, known);
    const [key, member] = path;
    const node = typeof member === "string" ? this.#keyNode([key], member) : this.#valueNode(path);
    this.#findings.add({
      reason: "manifest_invalid",
      severity: suggestion === undefined ? "warning" : "fatal",
      at: this.#at(node),
      text: root,
      message: `${this.#name([key])}: argument "${root}" is not in args, and if the tool has none of this name, nothing of it holds`,
      suggestion,
    });
  }

  /** Every argument that the entry names must be one of its own schema. */
  #againstSchema(entry: WrittenEntry, schema: JsonSchema): void {
    for (const [index, template] of (entry.resources ?? []).entries())
      for (const path of argumentsOf(template))
        this.#path(schema, path, this.#valueNode(["resources", index]));
    for (const key of ["args", "redact"] as const)
      for (const path of Object.keys(entry[key] ?? {})) this.#path(schema, path, this.#keyNode([key], path));
    for (const [index, path] of (entry.opaque ?? []).entries())
      this.#path(schema, path, this.#valueNode(["opaque", index]));
  }

  #path(schema: JsonSchema, path: string, node: Node | undefined): void {
    const fault = pathFault(schema, path);
    if (fault === undefined) return;
    this.#findings.add({
      reason: "argument_unknown",
      at: this.#at(node),
      text: path,
      message: `${this.#name([])}: its inputSchema has no argument "${path}", and what is said of it would hold for nothing`,
      suggestion: fault.suggestion,
    });
  }

  /** The schema library drops `__proto__`, and what an entry says must not get lost. */
  #refusePrototypeNames(): void {
    if (!isMap(this.#pair.value)) return;
    visit(this.#pair.value, {
      Pair: (_key, pair) => {
        const { key } = pair;
        if (!isScalar(key) || key.value !== "__proto__") return;
        this.#findings.add({
          reason: "manifest_invalid",
          at: this.#placeOf(key.range?.[0] ?? 0),
          text: "__proto__",
          message: '"__proto__" is not the name of an argument or field',
        });
      },
    });
  }

  #unknownKey(path: readonly PropertyKey[], key: string): void {
    const known = path.length === 0 ? ENTRY_KEYS : RETURNS_KEYS;
    this.#findings.add({
      reason: "manifest_invalid",
      at: this.#at(this.#keyNode(path, key)),
      text: key,
      message: `${this.#name(path)}: key "${key}" is unknown, and what it says would be IGNORED`,
      suggestion: nearestWord(key, known),
    });
  }

  #name(path: readonly PropertyKey[]): string {
    const tool = isScalar(this.#pair.key) ? String(this.#pair.key.value) : "";
    return [tool, ...path.map(String)].join(" › ");
  }

  #at(node: Node | undefined): Place {
    return this.#placeOf((node ?? this.#pair.key).range?.[0] ?? 0);
  }

  #keyNode(path: readonly PropertyKey[], key: string): Node | undefined {
    const parent = this.#valueNode(path);
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    return pair?.key as Node | undefined;
  }

  #valueNode(path: readonly PropertyKey[]): Node | undefined {
    let node: unknown = this.#pair.value ?? undefined;
    for (const member of path) {
      if (!isMap(node) && !isSeq(node)) return undefined;
      node = node.get(member, true);
    }
    return node as Node | undefined;
  }
}

/** The argument that a path begins with: `cc[*].address` with `cc`. */
function rootOf(path: string): string {
  return /^[^.[]*/u.exec(path)?.[0] ?? path;
}

/** The argument that was likely meant: at most two edits away, and no short name, since `cc` is not `bcc`. */
function misspelt(name: string, known: ReadonlySet<string>): string | undefined {
  const nearest = name.length < 4 ? undefined : nearestWord(name, known);
  return nearest !== undefined && distance(name, nearest) <= 2 ? nearest : undefined;
}

function describe(issue: Issue, missing: boolean): string {
  if (
    missing &&
    (issue.code === "invalid_value" || issue.code === "invalid_type" || issue.code === "invalid_union")
  ) {
    return "missing; a tool without a label could not be judged";
  }
  if (issue.code === "invalid_key")
    return "not the path of an argument or field: name, name.part, name[*].part";
  const values = allowedValues(issue);
  return values.length > 0 ? `one of ${values.join(", ")} is needed` : issue.message;
}

function allowedValues(issue: Issue): readonly string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" ? SENSITIVITIES : [];
}
