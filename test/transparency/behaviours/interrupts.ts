import { type StructuredTool, tool } from "@langchain/core/tools";
import { Command, interrupt, MemorySaver } from "@langchain/langgraph";
import { z } from "zod";
import type { Behaviour, Player, Stage } from "../stage.ts";
import { gather, HELLO } from "./play.ts";

const THREAD = { configurable: { thread_id: "t1" } };

/** An agent whose tools ask before they answer. */
function asking({ build, notes }: Stage, names: readonly string[]): Player {
  const tools = names.map(
    (name) =>
      tool(
        () => {
          notes.push([name, "begins"]);
          const answer: unknown = interrupt(`may ${name}?`);
          notes.push([name, answer]);
          return `${name}: ${JSON.stringify(answer)}`;
        },
        { name, description: name, schema: z.looseObject({}) },
      ) as unknown as StructuredTool,
  );
  return build({
    tools,
    script: [names.map((name) => ({ name })), "done"],
    checkpointer: new MemorySaver(),
  });
}

/** Interrupts inside tools, and how agents go on. */
export const INTERRUPTS: readonly Behaviour[] = [
  {
    name: "an interrupt in a tool",
    play: (stage) => stage.cover.run(() => asking(stage, ["use"]).invoke(HELLO, THREAD)),
  },
  {
    name: "an interrupt that is answered",
    play: async (stage) => {
      const player = asking(stage, ["use"]);
      return [
        await stage.cover.run(() => player.invoke(HELLO, THREAD)),
        await stage.cover.run(() => player.invoke(new Command({ resume: "yes" }), THREAD)),
      ];
    },
  },
  {
    name: "an interrupt that is answered in the same run, streamed",
    play: (stage) =>
      stage.cover.run(async () => {
        const player = asking(stage, ["use"]);
        const options = { ...THREAD, streamMode: "updates" };
        const asked = await gather(await player.stream(HELLO, options));
        const resume = new Command({ resume: { fine: true } });
        return [asked, await gather(await player.stream(resume, options))];
      }),
  },
  {
    name: "two interrupts, answered one after the other",
    play: (stage) =>
      stage.cover.run(async () => {
        const player = asking(stage, ["use", "inner"]);
        const states: unknown[] = [await player.invoke(HELLO, THREAD)];
        for (const resume of ["first", "second"])
          states.push(await player.invoke(new Command({ resume }), THREAD).catch((error: unknown) => error));
        return states;
      }),
  },
  {
    name: "an interrupt that nobody answers, and a new turn",
    play: (stage) =>
      stage.cover.run(async () => {
        const player = asking(stage, ["use"]);
        return [await player.invoke(HELLO, THREAD), await player.invoke(HELLO, THREAD)];
      }),
  },
];
