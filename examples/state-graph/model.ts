import { type ScriptedModel, scriptedModel } from "@ambit/testkit/model";

/** A model that takes every file of the list for its own, and old. */
export const model: ScriptedModel = scriptedModel(
  [{ name: "list_files" }],
  [
    { name: "delete_file", args: { path: "acme/tmp/old.zip" } },
    { name: "delete_file", args: { path: "globex/contracts/2026.pdf" } },
  ],
  "Done.",
);
