import { AmbitError } from "@ambit/core";
import { scriptedModel } from "@ambit/testkit/model";
import { createAgent, createMiddleware } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

const refused = expect.objectContaining({
  reason: "tool_unsealed",
  facts: expect.objectContaining({ tool: "extract-mail" }) as unknown,
}) as Error;

attack(
  {
    wants: "calls that nobody decides and nobody sees, of a tool named as the host names forms of answers",
    expected: "tool_unsealed",
    checklist: 27,
  },
  () => {
    it("is never run by the host: the silence is real", async () => {
      const form = noted("extract-mail");
      const state = await createAgent({
        model: scriptedModel([{ name: "extract-mail" }], "done"),
        tools: [form],
      }).invoke(HELLO);
      expect(form.ran).toEqual([]);
      expect(state.messages).toHaveLength(2);
    });

    it("L1: is refused where the agent is protected, as its tool or its middleware's", async () => {
      const { ambit } = await house(POLICY);
      const form = noted("extract-mail");
      const model = scriptedModel("done");
      const own = createAgent({ model, tools: [form], middleware: [ambit.middleware()] });
      expect(() => ambit.protect(own, { agent: "bot" })).toThrow(refused);
      const bringing = createMiddleware({ name: "bringing", tools: [form] });
      const brought = createAgent({ model, tools: [], middleware: [ambit.middleware(), bringing] });
      expect(() => ambit.protect(brought, { agent: "bot" })).toThrow(refused);
    });

    it("L1: is refused before the model is asked, where middleware adds it later", async () => {
      const { ambit } = await house(POLICY);
      const adding = createMiddleware({
        name: "adding",
        wrapModelCall: (request, handler) =>
          handler({ ...request, tools: [...request.tools, noted("extract-mail")] }),
        wrapToolCall: (request, handler) => handler(request),
      });
      const model = scriptedModel([{ name: "extract-mail" }], "done");
      const agent = createAgent({ model, tools: [], middleware: [adding, ambit.middleware()] });
      ambit.protect(agent, { agent: "bot" });
      const failed: unknown = await ambit
        .run(REQUEST, () => agent.invoke(HELLO))
        .catch((error: unknown) => error);
      expect(AmbitError.find(failed)?.reason).toBe("tool_unsealed");
      expect(model.offered).toEqual([]);
    });
  },
);
