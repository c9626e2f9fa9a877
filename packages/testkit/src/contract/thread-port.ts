import type { ThreadKey, ThreadPort, ThreadState } from "@ambit/core";
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";

/** A state that holds what stores tend to spoil. */
export const ODD_STATE: ThreadState = {
  subject: "user:o'ann; drop table threads",
  generation: 2,
  task: 3,
  left: { calls: 7, writes: 0 },
  marks: { untrusted: true, seen: "confidential", sources: ["mail"] },
  questions: { "sha256:00": { expiresAt: 1_767_225_600_000, generation: 2, purpose: "work", spent: false } },
  steps: [
    {
      id: "#m1",
      places: ["bot@0/"],
      callIds: ["c1"],
      intent: {
        purpose: "shop",
        goal: "NUL \u0000 half \ud800 e\u0301 \u{1f6d2}",
        source: "tool",
        step: "#m1",
      },
      siblings: 1,
    },
  ],
  handoffs: [{ __proto__: null, to: "bob" }],
};

const CROWD = 16;

/** What every store of threads must do; `open` gives one that may be shared with other suites. */
export function threadPortContract(name: string, open: () => Promise<ThreadPort>): void {
  const fresh = (thread: string = randomUUID()): ThreadKey => ({ tenant: "acme", thread });

  describe(`${name} as a store of threads`, () => {
    it("gives what was saved, and nothing where nothing was", async () => {
      const port = await open();
      const key = fresh();
      expect(await port.load(key)).toBeUndefined();
      expect(await port.save(key, ODD_STATE, 0)).toBe(true);
      expect(await port.load(key)).toEqual({ version: 1, state: JSON.parse(JSON.stringify(ODD_STATE)) });
    });

    it("saves only over the version that was read", async () => {
      const port = await open();
      const key = fresh();
      expect(await port.save(key, ODD_STATE, 1)).toBe(false);
      expect(await port.load(key)).toBeUndefined();
      expect(await port.save(key, ODD_STATE, 0)).toBe(true);
      expect(await port.save(key, { ...ODD_STATE, task: 9 }, 0)).toBe(false);
      expect(await port.save(key, { ...ODD_STATE, task: 4 }, 1)).toBe(true);
      expect(await port.save(key, { ...ODD_STATE, task: 9 }, 1)).toBe(false);
      expect(await port.load(key)).toMatchObject({ version: 2, state: { task: 4 } });
    });

    it("lets one of many win that save at once", async () => {
      const port = await open();
      const key = fresh();
      const crowd = Array.from({ length: CROWD }, (_, index) => index);
      const first = await Promise.all(
        crowd.map((task) => port.save(key, { ...ODD_STATE, task: task + 1 }, 0)),
      );
      expect(first.filter((won) => won)).toHaveLength(1);
      const second = await Promise.all(
        crowd.map((task) => port.save(key, { ...ODD_STATE, task: task + 1 }, 1)),
      );
      expect(second.filter((won) => won)).toHaveLength(1);
      expect(await port.load(key)).toMatchObject({ version: 2, state: { task: second.indexOf(true) + 1 } });
    });

    it("lets one of many spend a mark, and another one after it was released", async () => {
      const port = await open();
      const key = fresh();
      const crowd = Array.from({ length: CROWD }, () => "sha256:11");
      const spent = await Promise.all(crowd.map((mark) => port.spend(key, mark)));
      expect(spent.filter((won) => won)).toHaveLength(1);
      expect(await port.spend(key, "sha256:22")).toBe(true);
      await port.release(key, "sha256:11");
      await port.release(key, "sha256:33");
      expect([await port.spend(key, "sha256:11"), await port.spend(key, "sha256:22")]).toEqual([true, false]);
    });

    it("stores nothing of a thread of which only a mark was spent", async () => {
      const port = await open();
      const key = fresh();
      await port.spend(key, "sha256:11");
      expect(await port.load(key)).toBeUndefined();
      expect(await port.save(key, ODD_STATE, 0)).toBe(true);
      expect(await port.spend(key, "sha256:11")).toBe(false);
    });

    it("keeps threads, tenants and odd names apart", async () => {
      const port = await open();
      const id = randomUUID();
      const keys: readonly ThreadKey[] = [
        { thread: id },
        { tenant: "acme", thread: id },
        { tenant: "null", thread: id },
        { tenant: "acme", thread: `${id}\u0000` },
        { tenant: "acme", thread: `${id}\ud800` },
        { tenant: "acme", thread: `${id}\ud801` },
        { tenant: "acme", thread: `${id}\\u0000` },
        { tenant: "acme", thread: `${id}' or '1'='1` },
        { tenant: "acme", thread: `${id}%` },
      ];
      for (const [task, key] of keys.entries()) {
        expect(await port.save(key, { ...ODD_STATE, task: task + 1 }, 0)).toBe(true);
        expect(await port.spend(key, "sha256:11")).toBe(true);
      }
      const loaded = await Promise.all(keys.map((key) => port.load(key)));
      expect(loaded).toMatchObject(keys.map((_key, index) => ({ version: 1, state: { task: index + 1 } })));
    });

    it("gives nobody the object that another one holds", async () => {
      const port = await open();
      const key = fresh();
      const state = structuredClone(ODD_STATE);
      await port.save(key, state, 0);
      Object.assign(state, { subject: "user:eve" });
      Object.assign((await port.load(key))?.state as object, { subject: "user:eve" });
      expect(await port.load(key)).toMatchObject({ state: { subject: ODD_STATE.subject } });
    });
  });
}
