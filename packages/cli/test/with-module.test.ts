import { rmSync } from "node:fs";
import { join } from "node:path";
import { defaultModel } from "@ambit/policy";
import { describe, expect, it, onTestFinished } from "vitest";
import { policyFolder } from "./policy-folder.ts";
import { runHere } from "./run-here.ts";

const MODEL = defaultModel.replace("when(p.when", "near(r.sub, p.sub) && when(p.when");
const CALL =
  '{"subject": "user:alice", "actor": "desk", "tool": "read_order", "args": {"id": "7"}, "purpose": "support"}';

/** A policy whose matcher calls a function of the application, and a module beside it. */
function folderWith(module: string, model = MODEL): { readonly folder: string; readonly file: string } {
  const folder = policyFolder({ "model.conf": model, "given.mjs": module });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { folder, file: join(folder, "given.mjs") };
}

describe("--with", () => {
  it.each([
    ["lint", (folder: string) => ["lint", folder]],
    ["test", (folder: string) => ["test", folder]],
    ["explain", (folder: string) => ["explain", "--call", CALL, "--policy", folder]],
    ["doctor", (folder: string) => ["doctor", "--policy", folder]],
  ])("gives the functions of a module to %s", async (_, args) => {
    const { folder, file } = folderWith(
      "export const functions = { near: { arity: 2, pure: true, call: (sub, role) => sub !== role } };",
    );
    expect((await runHere(args(folder))).code).toBe(3);
    expect(await runHere([...args(folder), "--with", file])).toMatchObject({ code: 0, err: "" });
  });

  it("gives the schemas of a module", async () => {
    const schema = '{ type: "object", properties: { id: { type: "string" } }, additionalProperties: false }';
    const { folder, file } = folderWith(`export const schemas = { refund: ${schema} };`, defaultModel);
    expect((await runHere(["lint", folder])).code).toBe(0);
    const { code, out } = await runHere(["lint", folder, "--with", file]);
    expect(code).toBe(3);
    expect(out).toContain("AMBIT-P150 argument_unknown");
  });

  it.each([
    ["cannot be loaded: no", "throw new Error('no')"],
    [
      "exports neither functions nor schemas\nfor example: export const functions",
      "export const function1 = {}",
    ],
    ["functions is no object of functions by name", "export const functions = () => true"],
    ["schemas is no object of schemas by tool", "export const schemas = []"],
    ["AMBIT-G101", "export const functions = { near: 1 }"],
    ["AMBIT-G101", "export const schemas = { refund: 1 }"],
  ])("is refused with 2: %s", async (message, module) => {
    const { folder, file } = folderWith(module, defaultModel);
    const { code, out, err } = await runHere(["lint", folder, "--with", file]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("names a module that is not there", async () => {
    const { folder } = folderWith("");
    const { code, err } = await runHere(["lint", folder, "--with", "/nowhere.mjs"]);
    expect(code).toBe(2);
    expect(err).toContain("the module /nowhere.mjs cannot be loaded");
  });
});
