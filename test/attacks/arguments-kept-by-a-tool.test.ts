import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY } from "./policy.ts";
import { attack } from "./attack.ts";
import { CEILING } from "./setting/arguments.ts";

attack(
  { wants: "arguments of the next call, through an object that a tool kept", expected: "runs as decided" },
  () => {
    it("L5: are not those of another reader: each call has its own copy", async () => {
      const { ambit } = await house(POLICY);
      const kept: { to: string }[] = [];
      const send = noted("send", (args) => {
        kept.push(args as never);
        return "ok";
      });
      ambit.tools([send]);
      const args = { to: "bob" };
      await withAuthority({ ambit, agent: "bot", ...CEILING }, async () => {
        await send.invoke(args);
        kept[0]!.to = "eve";
        await send.invoke(args);
      });
      expect(args).toEqual({ to: "bob" });
      expect(kept.map(({ to }) => to)).toEqual(["eve", "bob"]);
    });
  },
);
