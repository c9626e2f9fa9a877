/** The conjuncts of a matcher's text: split at every `&&` outside quotes and brackets; one if `||` or `?` is outside too. */
export function splitConjuncts(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { index, kind } of operators(text)) {
    if (kind === "other") return [text.trim()];
    parts.push(text.slice(start, index).trim());
    start = index + 2;
  }
  return [...parts, text.slice(start).trim()];
}

interface Operator {
  readonly index: number;
  readonly kind: "and" | "other";
}

/** The operators outside quotes and brackets. */
function operators(text: string): readonly Operator[] {
  const found: Operator[] = [];
  let depth = 0;
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (quote !== "" || char === '"' || char === "'") {
      quote = quote === "" ? char : char === quote ? "" : quote;
      continue;
    }
    depth += bracket(char);
    const kind = depth === 0 ? operatorAt(text, index) : undefined;
    if (kind === undefined) continue;
    found.push({ index, kind });
    index++;
  }
  return found;
}

function bracket(char: string): number {
  return Number("([".includes(char)) - Number(")]".includes(char));
}

function operatorAt(text: string, index: number): "and" | "other" | undefined {
  if (text.startsWith("&&", index)) return "and";
  if (text.startsWith("||", index) || text.startsWith("?", index)) return "other";
  return /^\sin\s/u.test(text.slice(index, index + 4)) ? "other" : undefined;
}
