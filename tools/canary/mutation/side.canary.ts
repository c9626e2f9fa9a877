import { expect, it } from "vitest";
import { side } from "./side.ts";

it("knows below", () => expect(side(1, 2)).toBe("below"));
it("knows at", () => expect(side(2, 2)).toBe("at"));
it("knows above", () => expect(side(3, 2)).toBe("above"));
