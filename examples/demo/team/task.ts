import type { RunRequest } from "@ambit/langchain";

/** The agents of the team, by id. */
export type Member = "lead" | "researcher" | "writer";

/** What the team is asked to do. */
export type TeamTask = {
  /** The user's words. */
  readonly request: string;
  /** Where the report goes, within the workspace. */
  readonly report: string;
  /** A path outside the workspace. */
  readonly outside: string;
};

export function teamTask(outside: string): TeamTask {
  const report = "report/brief.md";
  return { request: `Write a brief on our market. Put it into ${report}.`, report, outside };
}

/** The run's authority: what the user holds, this purpose, and not more than the task can need. */
export function runRequest({ request }: TeamTask): RunRequest {
  const sources = ["workspace://notes/**", "workspace://private/**", "workspace://report/**"];
  return {
    subject: "user:ana",
    purpose: "brief",
    goal: request,
    input: request,
    allow: [
      { tool: "ask_researcher" },
      { tool: "ask_writer" },
      { tool: "list_directory", resources: sources },
      { tool: "read_text_file", resources: sources },
      { tool: "write_file", resources: ["workspace://report/**"] },
    ],
    budget: { calls: 40, writes: 5 },
    ttl: "5m",
  };
}
