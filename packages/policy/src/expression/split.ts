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

function* operators(text: string): Generator<{ readonly index: number; readonly kind: "and" | "other" }> {
  let depth = 0;
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else {
      depth += bracket(char);
      if (depth === 0) {
        const kind = operatorAt(text, index);
        if (kind !== undefined) yield { index, kind };
        if (kind !== undefined) index++;
      }
    }
  }
}

function bracket(char: string): number {
  return Number("([".includes(char)) - Number(")]".includes(char));
}

function operatorAt(text: string, index: number): "and" | "other" | undefined {
  if (text.startsWith("&&", index)) return "and";
  if (text.startsWith("||", index) || text.startsWith("?", index)) return "other";
  return /^\sin\s/u.test(text.slice(index, index + 4)) ? "other" : undefined;
}
