import type { EdgeRecord } from "@ambit/core";
import type { Fact } from "../bank/facts.ts";
import type { TeamEvidence } from "./evidence.ts";
import { CALLS, REPORT } from "./script.ts";

type Check = (evidence: TeamEvidence) => Omit<Fact, "claim">;
type CallId = (typeof CALLS)[keyof typeof CALLS];

/** Every claim of the team demo, and how ledger and disk bear it out. */
const CLAIMS: readonly (readonly [claim: string, check: Check])[] = [
  [
    "the lead may pass writing on but not use it",
    denied("lead.write_denied", CALLS.leadWrites, "policy_no_match"),
  ],
  ["what the lead lacks is the depth, nothing else", leadLacksDepth],
  ["both workers are asked in one turn", inParallel],
  ["every delegation takes tools, depth and lifetime away", delegationsShrink],
  [
    "a failed read is tried again under a retry edge",
    retried("researcher.retry", CALLS.misspelt, CALLS.corrected),
  ],
  ["the researcher reads what only it may", allowed("researcher.private_read", CALLS.private)],
  [
    "the researcher was not handed writing",
    denied("researcher.write_denied", CALLS.researcherWrites, "tool_not_granted"),
  ],
  [
    "a retried write to a file nobody named is stopped",
    denied("writer.retry_stopped", CALLS.elsewhere, "retry_values"),
  ],
  ["a retried write to the file the user named passes", retried("writer.retry", CALLS.noFolder, CALLS.named)],
  ["the writer writes, under the lead that may not", written],
  [
    "the writer cannot read what the researcher may",
    denied("writer.private_denied", CALLS.writerPrivate, "resource_not_granted"),
  ],
  ["a path with .. has no canonical form", denied("writer.dots_denied", CALLS.dots, "resource_invalid")],
  [
    "a path outside is denied before the server sees it",
    denied("writer.outside_denied", CALLS.outside, "resource_not_granted"),
  ],
  ["nothing else changed on the disk", untouched],
];

/** The claims that hold whatever a model does. */
export const ALWAYS: ReadonlySet<string> = new Set(["disk.untouched"]);

/** Judges every claim. */
export function teamFacts(evidence: TeamEvidence): Fact[] {
  return CLAIMS.map(([claim, check]) => ({ claim, ...check(evidence) }));
}

function denied(id: string, call: CallId, reason: string): Check {
  return ({ decisionOn }) => {
    const decision = decisionOn(call);
    return {
      id,
      holds: decision?.effect === "deny" && decision.reason === reason,
      seen: `${decision?.effect ?? "no decision"} ${decision?.reason ?? ""}`.trim(),
    };
  };
}

function allowed(id: string, call: CallId): Check {
  return ({ decisionOn, outcomeOf }) => {
    const seen = `${decisionOn(call)?.effect ?? "no decision"}, ${outcomeOf(call)?.status ?? "not run"}`;
    return { id, holds: seen === "allow, ok", seen };
  };
}

/** The first call ran and failed; the second is another attempt, under an edge of its own, and succeeded. */
function retried(id: string, first: CallId, second: CallId): Check {
  return ({ decisionOn, outcomeOf, edges }) => {
    const attempt = decisionOn(second)?.attempt ?? 0;
    const cause = decisionOn(second)?.decision;
    const edge = edges.some(({ edge: kind, decision }) => kind === "retry" && decision === cause);
    const statuses = `${outcomeOf(first)?.status ?? "not run"}, then ${outcomeOf(second)?.status ?? "not run"}`;
    return {
      id,
      holds: statuses === "error, then ok" && attempt > 1 && edge,
      seen: `${statuses} at attempt ${attempt}${edge ? "" : ", no retry edge"}`,
    };
  };
}

function leadLacksDepth({ decisionOn }: TeamEvidence): Omit<Fact, "claim"> {
  const clauses = decisionOn(CALLS.leadWrites)?.nearest?.clauses ?? [];
  const failed = clauses.filter(({ holds }) => !holds).map(({ text }) => text);
  return {
    id: "lead.lacks_depth",
    holds: failed.length === 1 && failed[0]?.includes("r.depth") === true,
    seen: failed.length === 0 ? "no nearest rule" : `fails at ${failed.join(" and ")}`,
  };
}

function inParallel({ decisionOn, edges }: TeamEvidence): Omit<Fact, "claim"> {
  const [research, writing] = [decisionOn(CALLS.research), decisionOn(CALLS.writing)];
  const passed = [research, writing].filter((decision) => decision?.effect === "allow");
  const branches = edges.filter(({ edge, decision }) =>
    passed.some((cause) => edge === "branch" && cause?.decision === decision),
  ).length;
  return {
    id: "lead.parallel",
    holds: branches === 2 && research?.step === writing?.step,
    seen: `${passed.length} asked, ${branches} branch edges`,
  };
}

function delegationsShrink({ edges }: TeamEvidence): Omit<Fact, "claim"> {
  const delegations = edges.filter(({ edge, refused }) => edge === "delegate" && refused === undefined);
  const wider = delegations.filter((edge) => !shrinks(edge)).length;
  return {
    id: "edges.shrink",
    holds: delegations.length > 0 && wider === 0,
    seen: `${delegations.length} delegations, ${delegations.length - wider} narrower`,
  };
}

function shrinks({ removed }: EdgeRecord): boolean {
  return ["tool ", "depth ", "lifetime -"].every((lost) => removed.some((text) => text.startsWith(lost)));
}

function written({ decisionOn, files }: TeamEvidence): Omit<Fact, "claim"> {
  const decision = decisionOn(CALLS.named);
  return {
    id: "writer.written",
    holds: files.report === REPORT && decision?.actors.join(" ") === "lead writer" && decision.depth === 1,
    seen: files.report === undefined ? "no file" : `${files.report.length} characters on the disk`,
  };
}

function untouched({ files }: TeamEvidence): Omit<Fact, "claim"> {
  const notes = files.notes?.startsWith("# Market\n\nDemand") === true;
  return {
    id: "disk.untouched",
    holds: notes && files.outside === undefined,
    seen: `notes ${notes ? "as before" : "changed"}, ${files.outside === undefined ? "nothing" : "a file"} outside`,
  };
}
