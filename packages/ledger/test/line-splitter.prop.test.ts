import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter } from "../src/read/line-splitter.ts";

/** Number, text and end of each line of a text that comes in these chunks. */
function split(chunks: readonly string[], longest?: number): readonly (readonly [number, string, boolean])[] {
  const splitter = new LineSplitter(longest);
  const lines = [...chunks.flatMap((chunk) => splitter.take(Buffer.from(chunk))), ...splitter.last()];
  return lines.map(({ number, bytes, ended }) => [number, bytes.toString(), ended]);
}

describe("LineSplitter", () => {
  it("gives the same lines however the bytes are cut, and nothing of those too long", () => {
    const chunk = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(chunk), fc.integer({ min: 1, max: 9 }), (chunks, longest) => {
        const pieces = chunks.join("").split("\n");
        const rest = pieces.pop() ?? "";
        const shown = (text: string): string => (text.length > longest ? "" : text);
        const whole = pieces.map((text, at) => [at + 1, shown(text), true]);
        const last = [pieces.length + 1, shown(rest), rest.length > longest];
        expect(split(chunks, longest)).toEqual(rest === "" ? whole : [...whole, last]);
      }),
    );
  });

  it("takes a line of 64 MiB and no longer one", () => {
    const chunks = Array.from({ length: 64 }, () => "a".repeat(1 << 20));
    expect(split([...chunks, "\nb\n"]).map(([, text]) => text.length)).toEqual([1 << 26, 1]);
    expect(split([...chunks, "a\nb\n"])).toEqual([
      [1, "", true],
      [2, "b", true],
    ]);
  });
});
