import type { CodeName } from "./name.ts";

/** One row of the table of codes. */
export interface CodeRow {
  /** What people look up: `AMBIT-` + letter (P policy, D decision, G set-up, T trace) + number. Never reused. */
  readonly code: `AMBIT-${"P" | "D" | "G" | "T"}${number}`;
  readonly message: string;
  /** The next step for the developer. */
  readonly hint: string;
  /** What the model may be told: safe, no allowed value, no rule text. Absent: the denial's general text. */
  readonly model?: string;
}

const CLOSED_MODEL_TEXT = "This action could not be checked, so it was not done. Do not try it again in this turn.";

/**
 * Every reason, error and finding of Ambit: name → code, message, hint.
 *
 * Programs match on the name, people look up the code. Messages are fixed: no argument, token or payload is in them.
 */
export const CODES: Readonly<Record<CodeName, CodeRow>> = {
  // D1: the call itself
  no_run: row("D101", "the tool was called outside a run", "wrap the call in ambit.run(request, fn)", "No authority is active."),
  run_closed: row("D102", "the run in which the tool was called has ended", "await everything inside ambit.run"),
  tool_unknown: row("D103", "the tool has no entry in the tool manifest", "add it to tools.yaml; `ambit doctor` prints the entry", "This tool is not available."),
  args_opaque: row("D104", "the arguments are not plain data", "pass JSON values, Date or URL; no getters, proxies, functions or cycles"),
  args_unstable: row("D105", "parsing the arguments again gave other values", "make the tool's schema deterministic or list the paths under `opaque`"),
  resource_invalid: row("D106", "a resource of the call has no canonical form", "no `..`, NUL, encoded separators or userinfo; see the resource page", "The path or address is not written in an accepted form."),
  purpose_outside: row("D107", "the declared purpose lies outside the purpose of the run", "declare the run's purpose or a deeper one", "Declare an intent within the current task."),
  intent_stale: row("D108", "the call needs an intent declared in this very turn", "let the model call declare_intent together with the tool", "Declare your intent for this action first."),
  frame_foreign: row("D109", "the tool is sealed by another Ambit instance than the one of the run", "use one instance per process and policy"),
  call_invalid: row("D110", "the host handed over something that is not a tool call", "report this with the host's version"),
  args_changed: row("D111", "the arguments changed between the decision and the hand-over", "find what writes to the arguments; nothing ran"),
  self_protected: row("D112", "the target is part of Ambit's own policy, ledger or keys", "keep tools away from these files", "This location is protected."),
  permit_invalid: row("D113", "the permit is spent, forged or for another call", "one decision runs one call once"),
  // D2: authority of the grant
  tool_not_granted: row("D201", "a link of the grant does not hold this tool", "see which edge removed it with `ambit trace`", "This tool is outside your current task."),
  constraint_violation: row("D202", "an argument lies outside the constraint that a link of the grant puts on it", "see link and argument in the record", "An argument is outside your current task."),
  resource_not_granted: row("D203", "a link of the grant does not cover a resource of the call", "see link and resource in the record", "This resource is outside your current task."),
  sensitivity_exceeded: row("D204", "the call touches more sensitive things than a link of the grant allows", "see link and ceiling in the record", "This data is too sensitive for your current task."),
  grant_expired: row("D205", "the grant's lifetime is over", "open a new run, or ask for a longer ttl", "The time for this task is over."),
  budget_spent: row("D206", "a budget of the run or of one of its links is spent", "raise the budget in the request, or split the task", "The budget for this task is spent."),
  depth_exceeded: row("D207", "the call would delegate deeper than a link of the grant allows", "raise `depth`, or flatten the team", "No further delegation is possible."),
  denials_spent: row("D208", "the run's budget of denials is spent", "look at the first denial with `ambit trace`", "Too many refused actions: stop and report."),
  retry_after_denial: row("D209", "a denied call came back reworded and wider", "a reworded call must ask for less, or use none of the denied values", "This was refused before. Do not rephrase it."),
  retry_values: row("D210", "a retried write names other ids than its first attempt", "approve it, or keep the ids of the first attempt", "A retry must keep the same target."),
  generation_stale: row("D211", "the goal of the run was changed after this authority was given", "go on inside the callback of changeGoal", "The task has changed: what was begun before it is over."),
  goal_refused: row("D212", "the goal is changed inside a tool or below a delegation", "call changeGoal in the callback of ambit.run"),
  branch_exceeded: row("D213", "more calls stand side by side than the run's `branch.max`", "raise it in the request, or make fewer calls at once", "Too many actions at once: take fewer side by side."),
  grant_revoked: row("D214", "this authority, or one that it came from, was revoked", "see who was revoked in the trace; open a new run", "You are no longer permitted to act: stop here."),
  revoke_refused: row("D215", "authority is revoked inside a tool", "call revoke outside every tool"),
  handoff_suspended: row("D221", "the agent has handed over, and acts no more until it is entered again", "return the handoff at once, and call nothing beside it", "You have handed over: stop here."),
  delegation_widens: row("D222", "a delegation asks for more than its caller can pass on", "see the clause in the error and the record, and pass on less", "The task cannot be passed on in this way."),
  remote_ungranted: row("D223", "an agent in another process is called without a grant token, and could be held to nothing", "run the agent in this process, or call it outside the run", "This agent is out of reach of the current task."),
  // D3: policy
  policy_denied: row("D301", "a rule of the policy denies the call", "see the rule in the record"),
  policy_no_match: row("D302", "no rule of the policy allows the call", "see the nearest rule in the record"),
  policy_error: row("D303", "the policy failed while deciding", "see the rule and the failure in the record", CLOSED_MODEL_TEXT),
  attribute_missing: row("D304", "a condition reads an attribute that the call does not have", "see its name in the record; test with `has`"),
  open_denied: row("D305", "subject or first agent holds no rule for the purpose", "add a rule for both, or use another purpose"),
  edge_denied: row("D306", "no rule lets the permission pass over an edge of the delegation", "see edge, parties and nearest p2 rule in the record"),
  engine_difference: row("D307", "the compiled engine and casbin decide the call differently", "see both answers in the record and report them; `engine: \"casbin\"` decides by casbin alone", CLOSED_MODEL_TEXT),
  policy_changed: row("D308", "the policy was reloaded while the call waited for a person", "call again: it is decided under the policy in force", "The rules changed while this waited. Ask for it again."),
  // D4: obligations
  approval_required: row("D401", "a person must approve the call", "resume the thread with a decision", "This needs approval; it was asked for."),
  approval_rejected: row("D402", "a person rejected the call", "see who and when in the record", "A person rejected this action."),
  approval_unavailable: row("D403", "the call needs approval and nobody can be asked", "protect the graph and give it a checkpointer, or give createAmbit an approve function", "This needs approval and nobody can be asked."),
  approval_mismatch: row("D404", "the approval is for another call or other arguments", "answer with the call id and digest of the question"),
  approval_spent: row("D406", "the approval was used before", "one answer approves one call once; ask again", "The approval of this action was used before."),
  approval_expired: row("D407", "the approval's time is over, or goal or purpose have changed since it was asked for", "ask again, or give the rule a longer ttl", "The approval of this action came too late."),
  obligation_unmet: row("D405", "an obligation has no handler or could not be met", "give createAmbit the handler that the record names"),
  // D5: malfunction
  stage_failed: row("D501", "a stage of the pipeline threw", "see the stage in the record", CLOSED_MODEL_TEXT),
  stage_timeout: row("D502", "a stage of the pipeline did not answer in time", "see the stage in the record", CLOSED_MODEL_TEXT),
  stage_garbage: row("D503", "a stage of the pipeline gave something that is no answer", "see the stage in the record", CLOSED_MODEL_TEXT),
  ledger_unavailable: row("D504", "the ledger cannot be written", "free disk space or fix permissions; nothing ran", CLOSED_MODEL_TEXT),
  resolver_unavailable: row("D505", "a resolver of the manifest failed or did not answer", "see the resolver's name in the record", CLOSED_MODEL_TEXT),
  thread_unavailable: row("D506", "the state of the thread cannot be read or written", "see the store given as `threads`; it is tried again with the next call", CLOSED_MODEL_TEXT),
  // D6: threads
  thread_unknown: row("D601", "the checkpointer knows the thread, but what it has left is stored nowhere", "protect the outermost graph, give all processes the same `threads` store, or open the run with `adopt: true`"),
  thread_foreign: row("D602", "the thread belongs to another subject", "open the run for the thread's own subject, or with `adopt: true`"),
  thread_mismatch: row("D603", "the graph starts on another thread than the run was opened for", "pass the request's threadId as thread_id"),
  call_done: row("D604", "the same call has run in this thread before, or has begun to", "nothing to do: what is done is not done again; the model can make a new call", "This was done before. Do not do it again."),
  // G: set-up
  config_invalid: row("G101", "an option is missing, unknown or of the wrong type", "see the option's name"),
  request_invalid: row("G102", "the run request is not valid", "see the field's name"),
  purpose_unknown: row("G103", "the purpose is not registered in the policy", "add a g3 row, or use a registered purpose"),
  run_nested_subject: row("G104", "a run inside a run names another subject or tenant", "open it outside the first run"),
  tool_unsealed: row("G106", "a reachable tool cannot be sealed", "remove it, or see the coverage report"),
  net_broken: row("G114", "calls of the host cannot be caught: its version is none that this package knows", "install a version that `ambit doctor` accepts"),
  protect_conflict: row("G107", "the object is protected already, with other options", "protect it once"),
  middleware_foreign: row("G108", "the agent carries the middleware of another Ambit instance", "use the instance that protects it"),
  installed_twice: row("G109", "two copies of @ambit/langchain are loaded in one process", "dedupe: both paths are in the error"),
  testing_refused: row("G110", "withAuthority is refused in production", "use ambit.run"),
  call_spec_invalid: row("G111", "the description of a call is not valid", "see the key and the nearest right one"),
  reload_refused: row("G112", "a policy is not reloaded inside a run", "call ambit.reload() from the application, outside every run"),
  reload_unavailable: row("G113", "the policy of this instance cannot be reloaded", "give createAmbit a folder, or a policy from openPolicy"),
  delegation_invalid: row("G121", "a delegation names a tool that the callee can never use", "correct the name, give the tool a manifest entry, or give the callee a rule"),
  // P: policy
  file_missing: row("P101", "a policy file or folder cannot be read", "check the path"),
  yaml_invalid: row("P102", "the tool manifest is not valid YAML", "see line and column"),
  policy_empty: row("P103", "the policy has no rules", "add at least one p row"),
  effect_unknown: row("P104", "an effect is neither allow nor deny: casbin would ignore the rule", "spell it allow or deny"),
  row_invalid: row("P105", "a row is not valid CSV", "see line and column"),
  condition_invalid: row("P106", "a condition cannot be parsed or reads something unknown", "see the nearest known name"),
  effect_allows: row("P110", "the policy effect allows what no rule mentions", "use some(where (p.eft == allow)) && !some(where (p.eft == deny))"),
  model_invalid: row("P111", "the casbin model cannot be parsed", "see section and line"),
  token_unknown: row("P112", "the model names an unknown token", "see the nearest known name"),
  row_width: row("P113", "a row has more or fewer fields than its definition", "quote fields that contain commas"),
  manifest_invalid: row("P114", "an entry of the tool manifest is not valid", "see its path; the JSON Schema is published"),
  function_unknown: row("P116", "the matcher calls an unknown function", "see the nearest known name"),
  obligation_unknown: row("P117", "an obligation is not in the closed set", "approve:role redact:field alert:channel log:full review:after intent:fresh"),
  ptype_unknown: row("P118", "a row names a definition that the model does not have: casbin would drop it", "declare it in the model"),
  argument_unknown: row("P150", "the policy reads an argument that the tool does not have", "see the nearest argument of the tool's schema"),
  argument_type: row("P151", "the policy compares an argument with what it can never be", "see the argument in the tool's schema"),
  suite_invalid: row("P140", "a policy test file is not valid", "see line and column; the JSON Schema is published"),
  suite_missing: row("P141", "there is no policy test to run", "write one: policy/*.test.yaml, or check folder and filter"),
  suite_reason_missing: row("P142", "a test expects a deny without its reason", "add `reason:`, with the code that `ambit test` shows"),
  pattern_bypass: row("P107", "a pattern matches other things than it seems to", "glob(r.res, p.res) compares canonical resources, segment by segment"),
  pattern_unanchored: row("P108", "a regular expression may match anywhere in the text", "write ^(?:…)$"),
  pattern_slow: row("P109", "a pattern takes more than linear time: a long resource would stop the process", "at most two wildcards before the end, and no repeated group that is ambiguous"),
  role_cycle: row("P115", "roles are linked in a circle: each holds what all of them hold", "remove one of the links"),
  role_chain: row("P119", "a role is more than ten links away: casbin follows no further, and a deny of it is lost", "link the name to the role itself"),
  rule_redundant: row("P120", "a rule changes nothing: another one covers it", "remove it"),
  name_unknown: row("P121", "a row names a tool, action, purpose, role or edge that nothing has", "see the nearest known name"),
  rule_unreachable: row("P122", "a rule can match no call", "correct or remove it"),
  rule_shadowed: row("P123", "a rule never decides: another one always decides before it", "narrow the other rule, or remove this one"),
  deny_shadowed: row("P124", "a deny is never reached: an earlier allow covers it", "put the deny before the allow"),
  deny_ignored: row("P125", "the policy effect does not read deny rules", "use some(where (p.eft == allow)) && !some(where (p.eft == deny))"),
  deny_escapable: row("P126", "a deny holds for a declared purpose: an agent that declares another one escapes it", "write * for the purpose of a deny"),
  obligations_unite: row("P127", "a rule seems to lift an obligation of a wider one: all obligations add up", "narrow the wider rule"),
  link_useless: row("P128", "a link changes nothing", "remove it"),
  policy_torn: row("P160", "a file of the policy changed while it was read", "write all files first, or exchange the folder at once, then load"),
  policy_unavailable: row("P161", "the source of the policy failed", "see the cause; a policy in force stays in force"),
  // T: trace
  ledger_unreadable: row("T101", "the ledger file or folder cannot be read", "check the path"),
  ledger_truncated: row("T102", "the last line is half-written: the process died while writing", "nothing to do: the whole records before it count"),
  record_malformed: row("T103", "a line is not a record", "restore the file from a copy"),
  record_altered: row("T104", "a record was altered", "restore the file from a copy"),
  record_missing: row("T105", "a record is missing", "restore the file from a copy"),
  record_reordered: row("T106", "records were reordered", "restore the file from a copy"),
  ledger_locked: row("T107", "the ledger file is held by another process", "one file per process: give a folder"),
};

function row(number: string, message: string, hint: string, model?: string): CodeRow {
  const base = { code: `AMBIT-${number}` as CodeRow["code"], message, hint };
  return Object.freeze(model === undefined ? base : { ...base, model });
}

/** The row of a name. */
export function codeRow(name: CodeName): CodeRow {
  return CODES[name];
}
