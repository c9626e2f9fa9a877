import { expect, it } from "vitest";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { desk } from "./setting/reload.ts";

attack({ wants: "the policy's own files as the target of a file tool", expected: "self_protected" }, () => {
  it("protects the policy's files afterwards as before", async () => {
    const tools = { ...POLICY.tools, send: { ...POLICY.tools.send, args: { to: "path" } } };
    const { ambit, put, file } = await desk();
    put(POLICY.rules, JSON.stringify(tools));
    await ambit.reload();
    const [send] = ambit.tools([noted("send")]);
    await ambit.run(REQUEST, () =>
      expect(send.invoke({ to: file })).rejects.toMatchObject({ reason: "self_protected" }),
    );
  });
});
