import type { Coverage, CoveredTool } from "@ambit/langchain";
import { isMisheld, lacksEntry } from "../doctor/faults.ts";
import type { DoctorReport } from "../doctor/report.ts";
import { plain } from "./layout/plain.ts";
import type { Style } from "./layout/style.ts";
import { purposesText } from "./purposes-text.ts";

type Module = NonNullable<DoctorReport["module"]>;

/** The agents of a module: what holds each tool, its entry, and for which purposes the agent could use it. */
export function agentLines({ agents, unprotected, file }: Module, style: Style): readonly string[] {
  if (agents.length + unprotected.length === 0) {
    return [style.strong("agents"), `  ${style.caution("○")} ${plain(file)} exports none`];
  }
  return [
    ...agents.flatMap((agent) => [
      `${style.strong(`agent ${plain(agent.agent)}`)}  ${style.faint(`export ${plain(agent.export)}`)}`,
      ...bodyLines(agent, style),
    ]),
    ...unprotected.flatMap((name) => [
      `${style.alarm("✗ UNPROTECTED")}  export ${plain(name)}: its tools run without a decision`,
      `    ambit.protect(${plain(name)}, { agent: "…" })`,
    ]),
  ];
}

function bodyLines(agent: Coverage, style: Style): readonly string[] {
  return [
    ...toolLines(agent, style),
    ...agent.opaque.map(
      (path) =>
        `  ${style.caution("○")} ${plain(path)}  ${style.faint("is a function: net; ambit.tools seals what it calls before")}`,
    ),
    ...middlewareLines(agent, style),
    ...agent.agents.flatMap((started) => startedLines(started, style)),
  ];
}

function startedLines(agent: Coverage, style: Style): readonly string[] {
  const how = agent.unseen === true ? ": its tools are out of sight; the policy could allow it:" : "";
  const name = style.strong(`agent ${plain(agent.agent)}`);
  return [
    `  ${name}  ${style.faint(`via ${plain(agent.via ?? "")}${how}`)}`,
    ...bodyLines(agent, style).map(indent),
  ];
}

function indent(line: string): string {
  return `  ${line}`;
}

function toolLines(agent: Coverage, style: Style): readonly string[] {
  const { tools, unseen } = agent;
  if (tools.length === 0) {
    return [`  ${style.caution("○")} ${unseen === true ? "no tool" : "reaches no tool"}`];
  }
  const width = Math.max(...tools.map(({ name }) => plain(name).length));
  return tools.map((tool) => {
    const layer = `${tool.layer.padEnd(10)}`;
    const path = tool.path === "" ? "" : `  ${style.faint(plain(tool.path))}`;
    const note = tool.note === undefined ? "" : `  ${style.caution(plain(tool.note))}`;
    const held = isMisheld(tool, agent) ? style.alarm(layer) : layer;
    return `  ${markOf(tool, agent, style)} ${plain(tool.name).padEnd(width)}  ${held}  ${useText(tool, style)}${path}${note}`;
  });
}

function markOf(tool: CoveredTool, agent: Coverage, style: Style): string {
  if (isMisheld(tool, agent) || lacksEntry(tool)) return style.alarm("✗");
  return tool.layer === "seal" && tool.purposes.length > 0 ? style.good("✓") : style.caution("○");
}

function useText(tool: CoveredTool, style: Style): string {
  const { entry, purposes } = tool;
  if (entry === undefined) return lacksEntry(tool) ? style.alarm("NO ENTRY") : style.faint("no entry");
  const { action, effect, risk, sensitivity } = entry;
  const said = [plain(action), effect, `${risk} risk`, sensitivity].join(" · ");
  return purposes.length === 0
    ? `${said}  ${style.caution("for no registered purpose")}`
    : `${said}  ${style.faint("for")} ${purposesText(purposes)}`;
}

function middlewareLines({ middleware }: Coverage, style: Style): readonly string[] {
  if (middleware === undefined) return [];
  if (!middleware.ambit) {
    const what = "no intents are learned and no tools hidden; calls are decided all the same";
    return [`  ${style.caution("!")} no ambit.middleware(): ${what}`];
  }
  return middleware.after.map(
    (name) =>
      `  ${style.caution("!")} ${plain(name)} stands after ambit.middleware(): it may offer the model what was hidden; put it before`,
  );
}
