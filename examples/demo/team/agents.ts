import type { Ambit, Planner } from "@ambit/langchain";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { StructuredTool } from "@langchain/core/tools";
import { createAgent, type ReactAgent } from "langchain";
import type { Member } from "./task.ts";

export type TeamParts = {
  readonly ambit: Ambit;
  /** The tools of the file server: every agent gets all of them. */
  readonly files: readonly StructuredTool[];
  readonly models: Readonly<Record<Member, BaseChatModel>>;
};

/** A lead with two agents as tools. What each of them may do is no matter of which tools it was handed. */
export function createTeam({ ambit, files, models }: TeamParts): ReactAgent {
  const researcher = createAgent({
    model: models.researcher,
    tools: [...files],
    systemPrompt: "You read notes and report what they say. Paths are relative to the workspace.",
    middleware: [
      ambit.middleware({ planner: plan("brief/research", "Find out what notes and customers say") }),
    ],
  });
  const writer = createAgent({
    model: models.writer,
    tools: [...files],
    systemPrompt: "You write reports. Paths are relative to the workspace.",
    middleware: [ambit.middleware({ planner: plan("brief/writing", "Write the report") })],
  });
  const workers = [
    ambit.delegate(researcher, {
      to: "researcher",
      name: "ask_researcher",
      description: "Asks the researcher, who reads notes/ and private/.",
      tools: ["list_directory", "read_text_file"],
      resources: ["workspace://notes/**", "workspace://private/**"],
      ttl: "2m",
    }),
    ambit.delegate(writer, {
      to: "writer",
      name: "ask_writer",
      description: "Asks the writer, who writes into report/.",
      tools: ["read_text_file", "write_file"],
      resources: ["workspace://notes/**", "workspace://report/**"],
      ttl: "1m",
    }),
  ];
  const lead = createAgent({
    model: models.lead,
    tools: [...files, ...workers],
    systemPrompt: "You lead a team. Let the researcher read and the writer write; do not do it yourself.",
    middleware: [ambit.middleware()],
  });
  return ambit.protect(lead, { agent: "lead" });
}

/** Trusted code knows what a worker is there for, so its model need not be asked. */
function plan(purpose: string, goal: string): Planner {
  return () => ({ purpose, goal });
}
