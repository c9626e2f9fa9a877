import type { PolicyRequest } from "@ambit/core";

import type { Change } from "../src/index.ts";

/** The text of a rules file after a change, made by hand as its edits say. */
export function editedRules(rules: string, { edits }: Change): string {
  const lines: (string | undefined)[] = rules.split("\n");
  const added: string[] = [];
  for (const { kind, at, row } of edits) {
    const place = Number(/:(\d+)$/u.exec(at)?.[1]) - 1;
    if (kind === "rule") lines[place] = row;
    if (kind === "remove") lines[place] = undefined;
    if (kind === "row") lines[place] = `${lines[place] ?? ""}\n${row ?? ""}`;
    if (kind === "link") added.push(row ?? "");
  }
  return [...lines.filter((line) => line !== undefined), ...added].join("\n");
}

/** The request after a change, made by hand. */
export function editedCall(request: PolicyRequest, { edits }: Change): PolicyRequest {
  let edited = request;
  for (const { kind, at, to } of edits) {
    if (kind !== "call") continue;
    if (at === "purpose") edited = { ...edited, intent: to as string };
    else if (at === "depth") edited = { ...edited, depth: to as number };
    else {
      const [root = "", member = ""] = at.split(".");
      const object = root === "args" ? edited.args : edited.env;
      const changed = { ...object, [member]: to ?? null };
      edited = root === "args" ? { ...edited, args: changed } : { ...edited, env: changed };
    }
  }
  return edited;
}
