import { RemoteGraph } from "@langchain/langgraph/remote";
import { afterAll, beforeAll, expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { BOSS, nodeGraph } from "../house/nested.ts";
import { answering } from "../house/remote.ts";
import { HELLO, noted } from "../house/tools.ts";
import { WORK } from "../house/crew.ts";
import { attack } from "./attack.ts";

type Server = Awaited<ReturnType<typeof answering>>;
let server: Server;
beforeAll(async () => {
  server = await answering({ messages: [] });
});
afterAll(() => server.close());

const remote = () => new RemoteGraph({ graphId: "far", url: server.url });

attack(
  {
    wants: "work done by an agent in another process, where nobody decides",
    expected: "remote_ungranted",
    checklist: 23,
  },
  () => {
    it.each([
      ["a node", () => nodeGraph(remote())],
      ["in the function of a node", () => nodeGraph(async (state: object) => remote().invoke(state))],
    ])("L1: is refused as %s, before anything is sent", async (_where, graph) => {
      const { ambit } = await house(BOSS);
      const boss = ambit.protect(graph(), { agent: "boss" });
      const said = ambit.run(WORK, () => caughtReason(boss.invoke(HELLO)));
      await expect(said).resolves.toBe("remote_ungranted");
      expect(server.asked).toEqual([]);
    });

    it("L1: is refused in a tool's body, before anything is sent", async () => {
      const { ambit } = await house(BOSS);
      const [ask] = ambit.tools([noted("ask", () => remote().invoke(HELLO))]);
      const boss = ambit.protect(
        nodeGraph(async () => ask.invoke({})),
        { agent: "boss" },
      );
      await expect(ambit.run(WORK, () => caughtReason(boss.invoke(HELLO)))).resolves.toBe("remote_ungranted");
      expect(server.asked).toEqual([]);
    });
  },
);
