import type { EngineAnswer } from "@ambit/core";
import type { DecisionNode } from "@ambit/ledger";
import { plain } from "../layout/plain.ts";
import { segment, type Segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail } from "../layout/tree.ts";

/** What the two engines said of a call that they decide differently. */
export function differenceDetails({ difference }: DecisionNode["record"], style: Style): readonly Detail[] {
  if (difference === undefined) return [];
  const { principal, resource, compiled, casbin } = difference;
  return [
    {
      label: "engines",
      text: [segment("differ", style.alarm), segment(` for ${plain(principal)} on ${plain(resource)}`)],
    },
    { label: "", text: answerText("compiled", compiled) },
    { label: "", text: answerText("casbin", casbin) },
  ];
}

function answerText(engine: string, { effect, named, matched, obliging }: EngineAnswer): readonly Segment[] {
  const rules = matched.length === 0 ? "no rule" : matched.map(plain).join(" ");
  const duties = obliging.length === 0 ? "" : `, obliging ${obliging.map(plain).join(" ")}`;
  const by = named === undefined ? "" : ` by ${plain(named)}`;
  return [segment(`${engine.padEnd(9)}${plain(effect)}${by}, matched ${rules}${duties}`)];
}
