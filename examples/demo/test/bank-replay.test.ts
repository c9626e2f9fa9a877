import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { readRecording } from "../bank/recording.ts";
import { ReplayModel } from "../model/replay.ts";

describe("the replay model", () => {
  it("plays one turn per model call, chosen by the conversation", async () => {
    const { turns, run } = readRecording();
    const model = new ReplayModel(turns);
    const heard = [new HumanMessage("go")];
    const played: AIMessage[] = [];
    for (const _ of turns) {
      const message = await model.invoke([
        ...heard,
        ...played.flatMap((turn) => [turn, new ToolMessage({ content: "x", tool_call_id: "any" })]),
      ]);
      played.push(message as AIMessage);
    }
    expect(played.map(({ tool_calls }) => tool_calls?.map(({ id, name }) => [id, name]))).toEqual([
      [[`call_${run}_0`, "get_most_recent_transactions"]],
      [[`call_${run}_1`, "get_most_recent_transactions"]],
      [[`call_${run}_2`, "send_money"]],
      [[`call_${run}_3`, "send_money"]],
      [],
    ]);
    expect(new Set(played.map(({ id }) => id)).size).toBe(turns.length);
    expect(played.at(-1)?.text).toContain("difference");
  });

  it("survives bindTools and withConfig, streams, and falls silent past its end", async () => {
    const model = new ReplayModel([{ text: "one" }]);
    const bound = model.bindTools().withConfig({ tags: ["t"] });
    expect((await bound.invoke("go")).text).toBe("one");
    const chunks: string[] = [];
    for await (const chunk of await model.stream("go")) chunks.push(chunk.text);
    expect(chunks.join("")).toBe("one");
    const past = await model.invoke([new HumanMessage("go"), new AIMessage("one")]);
    expect([past.text, past.tool_calls]).toEqual(["", []]);
  });

  it("hands out arguments that nobody else holds", async () => {
    const args = { deep: { n: 1 } };
    const model = new ReplayModel([{ calls: [{ id: "c", name: "t", args }] }]);
    const first = await model.invoke("go");
    Object.assign(first.tool_calls?.[0]?.args["deep"] as object, { n: 2 });
    expect((await model.invoke("go")).tool_calls?.[0]?.args).toEqual({ deep: { n: 1 } });
  });
});
