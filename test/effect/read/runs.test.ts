import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gzipSync } from "node:zlib";
import { readRuns } from "./runs.ts";
import { readTasks } from "./tasks.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ambit-effect-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (file: string, ...lines: readonly object[]): void => {
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  writeFileSync(join(folder, file), file.endsWith(".gz") ? gzipSync(bytes) : bytes);
};

const TASK = { suite: "s", user_task: "t", prompt: "Do it", calls: [{ tool: "a", args: { x: 1 } }] };
const call = (more: object): object => ({ step: 0, tool: "a", args: {}, out: "h", ...more });

function read(...calls: readonly object[]): ReturnType<typeof readRuns> {
  put("traces.jsonl.gz", { id: "r", suite: "s", user_task: "t", attack: "secret", calls });
  return readRuns(folder, readTasks(folder));
}

describe("the reader of runs", () => {
  beforeEach(() => {
    put("outputs.jsonl", { h: "h", o: "plain" }, { h: "m", o: "<<two\nlines>>" });
    put("tasks.jsonl", TASK);
    put("intents.jsonl", { suite: "s", user_task: "t", plans: [{ tools: ["a"] }, { tools: ["b"] }] });
  });

  it("joins a run with its task's prompt and its calls with their results", () => {
    expect(read(call({ args: { x: 1 } }))).toEqual([
      {
        id: "r",
        suite: "s",
        task: "s t",
        prompt: "Do it",
        calls: [{ step: 0, tool: "a", args: { x: 1 }, answer: { failed: false, text: "plain" } }],
      },
    ]);
  });

  it("takes the marks of a host off, leaves null arguments out, and keeps an error's text", () => {
    const failed = call({ is_error: true, error: "no such file", args: { x: null, y: [null] } });
    const [run] = read(call({ out: "m" }), failed);
    expect(run?.calls.map(({ answer }) => answer)).toEqual([
      { failed: false, text: "two\nlines" },
      { failed: true, text: "no such file" },
    ]);
    expect(run?.calls[1]?.args).toEqual({ y: [null] });
  });

  it("refuses a call without its result, and a run without a prompt", () => {
    expect(() => read(call({ out: "x" }))).toThrow("a call of a has no output x");
    put("tasks.jsonl");
    expect(() => read(call({}))).toThrow("run r: its task has no prompt");
  });

  it("knows the most frequent plan, the solution, and what is open in a goal", () => {
    const goal = {
      suite: "s",
      injection_task: "g",
      goal: "Pay",
      calls: [{ ...TASK.calls[0], placeholders: { x: "$x" } }],
    };
    put("injections.jsonl", goal);
    const tasks = readTasks(folder);
    const own = { prompt: "Do it", plan: ["a"], solution: [{ tool: "a", args: { x: 1 }, open: [] }] };
    expect(tasks.get("s t")).toEqual(own);
    const solution = [{ tool: "a", args: { x: 1 }, open: ["x"] }];
    expect(tasks.get("s g")).toEqual({ prompt: "Pay", plan: undefined, solution });
  });
});
