import type { Script, ScriptedTurn } from "@ambit/testkit/model";
import { scriptedModel } from "@ambit/testkit/model";
import { ToolMessage } from "@langchain/core/messages";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { Command } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { z } from "zod";
import { type House, house, READ, WRITE } from "./house.ts";

/**
 * Alice may look and save, Bob look, save and erase, Carol look and erase, and the team everything: whoever is handed
 * over to by Alice may not erase, although the policy lets it.
 */
const RULES = `
p, S, person, *,     *, **, *, *, *, true, allow, none
p, T, team,   *,     *, **, *, *, *, true, allow, none
p, A, alice,  look,  *, **, *, *, *, true, allow, none
p, B, alice,  save,  *, **, *, *, *, true, allow, none
p, C, bob,    look,  *, **, *, *, *, true, allow, none
p, D, bob,    save,  *, **, *, *, *, true, allow, none
p, E, bob,    erase, *, **, *, *, *, true, allow, none
p, F, carol,  look,  *, **, *, *, *, true, allow, none
p, G, carol,  erase, *, **, *, *, *, true, allow, none
p, H, alice,  pass,  *, **, *, *, *, true, allow, none
p, I, bob,    pass,  *, **, *, *, *, true, allow, none
p, J, carol,  pass,  *, **, *, *, *, true, allow, none
g, user:alice, person
g2, transfer_to_alice, pass
g2, transfer_to_bob, pass
g2, transfer_to_carol, pass
g2, ask_bob, pass
g2, task, pass
g3, work/report, work
`;

const TOOLS = {
  look: READ,
  save: WRITE,
  erase: WRITE,
  transfer_to_alice: READ,
  transfer_to_bob: READ,
  transfer_to_carol: READ,
  ask_bob: READ,
  task: READ,
};

export const WORK = { subject: "user:alice", purpose: "work", goal: "write a report" } as const;

/** A house whose policy knows a team and its three members. */
export function crew(edges?: { readonly model: string; readonly rules: string }): Promise<House> {
  const rules = `${RULES}${edges?.rules ?? ""}`;
  return house(edges === undefined ? { rules, tools: TOOLS } : { model: edges.model, rules, tools: TOOLS });
}

/** The turns of one agent, one after the other, however many messages of others stand between them; the last repeats. */
export function turns(...played: readonly ScriptedTurn[]): Script {
  let next = 0;
  return () => played[Math.min(next++, played.length - 1)] ?? "";
}

interface Member {
  readonly name: string;
  readonly turns: readonly ScriptedTurn[];
  readonly tools: readonly object[];
  readonly version?: "v1" | "v2";
}

/** An agent of `createAgent` with the middleware of a house. */
export function member({ ambit }: House, { name, turns: played, tools, version = "v2" }: Member) {
  return createAgent({
    name,
    model: scriptedModel(turns(...played)),
    tools: [...tools] as never,
    middleware: [ambit.middleware()],
    version,
  });
}

type Goto = ConstructorParameters<typeof Command>[0]["goto"];

/** A tool that hands over as the libraries' own do, to whatever is given. */
export function transfer(
  name: string,
  goto: Goto,
  graph: string | undefined = Command.PARENT,
): StructuredTool {
  const body = (_: object, config: { readonly toolCall?: { readonly id?: string } }) => {
    const done = new ToolMessage({ content: "transferred", name, tool_call_id: config.toolCall?.id ?? "" });
    return new Command({
      goto,
      update: { messages: [done] },
      ...(graph === undefined ? {} : { graph }),
    } as never);
  };
  return tool(body as never, { name, description: name, schema: z.object({}) }) as never;
}

/** Each decision of a house: tool, chain of actors, reason. */
export function judged({ of }: House): string[] {
  return of("decision").map(
    ({ tool: name, actors, reason }) => `${name} ${actors.join(">")} ${reason ?? "ok"}`,
  );
}

/** The edges of some kinds in a house: kind, chain of actors, and why it was refused if it was. */
export function crossed({ of }: House, ...kinds: readonly string[]): string[] {
  return of("edge")
    .filter(({ edge }) => kinds.includes(edge))
    .map(
      ({ edge, actors, refused }) =>
        `${edge} ${actors.join(">")}${refused === undefined ? "" : ` ${refused}`}`,
    );
}
