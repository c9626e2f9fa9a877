import {
  BUDGET_UNITS,
  type BudgetUnit,
  type Intent,
  isPurpose,
  SENSITIVITIES,
  type ThreadQuestion,
  type ThreadState,
  type ThreadStep,
} from "@ambit/core";

type Shape<T> = { readonly [Member in keyof Required<T>]: (value: unknown) => boolean };

/** Reads what a store gives as a thread; undefined when it is none: a damaged thread is no fresh one. */
export function readState(value: unknown): ThreadState | undefined {
  return fits(value, STATE) ? (value as ThreadState) : undefined;
}

const isText = (value: unknown): boolean => typeof value === "string";
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isOrdinal = (value: unknown): boolean => isCount(value) && value !== 0;
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf =
  (isItem: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(isItem);
const recordOf =
  (isMember: (value: unknown, name: string) => boolean) =>
  (value: unknown): boolean =>
    isObject(value) && Object.entries(value).every(([name, member]) => isMember(member, name));
const optional =
  (is: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || is(value);

function fits<T>(value: unknown, shape: Shape<T>): boolean {
  if (!isObject(value)) return false;
  return Object.entries<(value: unknown) => boolean>(shape).every(([name, is]) =>
    is((value as Readonly<Record<string, unknown>>)[name]),
  );
}

const isPurposePath = (value: unknown): boolean => typeof value === "string" && isPurpose(value);

const QUESTION: Shape<ThreadQuestion> = {
  expiresAt: isCount,
  generation: isOrdinal,
  purpose: isPurposePath,
  spent: isFlag,
};

const INTENT: Shape<Intent> = {
  purpose: isPurposePath,
  goal: isText,
  tools: optional(listOf(isText)),
  resources: optional(listOf(isText)),
  source: (value) => value === "tool" || value === "planner",
  step: isText,
};

const STEP: Shape<ThreadStep> = {
  id: isText,
  places: listOf(isText),
  task: optional(isText),
  callIds: listOf(isText),
  intent: optional((value) => fits(value, INTENT)),
  siblings: isOrdinal,
  model: optional(isText),
  modelBefore: optional(isText),
};

const MARKS: Shape<ThreadState["marks"]> = {
  untrusted: isFlag,
  seen: (value) => SENSITIVITIES.includes(value as never),
  sources: listOf(isText),
};

const STATE: Shape<ThreadState> = {
  subject: (value) => isText(value) && value !== "",
  generation: isOrdinal,
  task: isOrdinal,
  left: recordOf((value, name) => BUDGET_UNITS.includes(name as BudgetUnit) && isCount(value)),
  marks: (value) => fits(value, MARKS),
  questions: recordOf((value) => fits(value, QUESTION)),
  steps: listOf((value) => fits(value, STEP)),
  handoffs: listOf(isObject),
};
