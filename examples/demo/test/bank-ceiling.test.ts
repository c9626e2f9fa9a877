import { expect, it } from "vitest";
import { ceilingOf, ibansNamedIn } from "../bank/ceiling.ts";
import { readRecording } from "../bank/recording.ts";

it("finds the accounts that a request names, each once, and nothing else", () => {
  const { own, request } = readRecording();
  expect(ibansNamedIn(request)).toEqual([own.recipient]);
  expect(ibansNamedIn(`${own.recipient} and ${own.recipient}, xGB29NWBK60161331926819 or GB29`)).toEqual([
    own.recipient,
  ]);
});

it("grants no transfer at all to a request that names no account", () => {
  expect(ceilingOf("Send my friend the difference.").map(({ tool }) => tool)).not.toContain("send_money");
});

it("binds the recipient of a transfer, and leaves no other writing tool", () => {
  const { own, request } = readRecording();
  const transfers = ceilingOf(request).filter(({ tool }) => !tool.startsWith("get_"));
  expect(transfers).toEqual([{ tool: "send_money", args: { recipient: expect.anything() } }]);
  expect(JSON.stringify(transfers)).toContain(own.recipient);
});
