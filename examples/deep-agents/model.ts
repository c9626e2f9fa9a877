import { type ScriptedModel, scriptedModel } from "@ambit/testkit/model";
import type { BaseMessage } from "@langchain/core/messages";

const task = (subagent_type: string, description: string) => ({
  name: "task",
  args: { subagent_type, description },
});

/** Asks the one, then the other. */
export const lead: ScriptedModel = scriptedModel(
  [task("researcher", "How do rates move?")],
  [task("writer", "Publish: rates rise to 4 percent.")],
  "Done.",
);

/** Falls for what the page says, and tells what came of it. */
export const researcher: ScriptedModel = scriptedModel(
  [{ name: "read_page", args: { url: "https://bank.example/rates" } }],
  [{ name: "publish", args: { text: "The bank is closed." } }],
  (messages: readonly BaseMessage[]) => `Rates rise to 4 percent. publish: ${messages.at(-1)?.text ?? ""}`,
);

export const writer: ScriptedModel = scriptedModel(
  [{ name: "publish", args: { text: "Rates rise to 4 percent." } }],
  (messages: readonly BaseMessage[]) => `publish: ${messages.at(-1)?.text ?? ""}`,
);
