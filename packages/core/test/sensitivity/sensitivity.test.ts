import { parseSensitivity, SENSITIVITIES, sensitivityRank } from "@ambit/core";
import { expect, test } from "vitest";

test("names and ranks are both accepted", () => {
  expect(SENSITIVITIES.map(sensitivityRank)).toEqual([0, 1, 2, 3]);
  expect(SENSITIVITIES.map(parseSensitivity)).toEqual(SENSITIVITIES);
  expect([0, 1, 2, 3].map(parseSensitivity)).toEqual(SENSITIVITIES);
});

test.each([-1, 4, 0.5, Number.NaN, "0", "Public", "", null, undefined, ["public"], {}])(
  "%j is unknown",
  (value) => {
    expect(parseSensitivity(value)).toBeUndefined();
  },
);
