import { purposeWithin } from "@ambit/core";
import { plain } from "./layout/plain.ts";

const SHOWN = 4;

/** Purposes in a few words: one stands for those below it. */
export function purposesText(purposes: readonly string[]): string {
  const top = purposes.filter(
    (purpose) => !purposes.some((above) => above !== purpose && purposeWithin(purpose, above)),
  );
  const shown = top.slice(0, SHOWN).map(plain).join(", ");
  return top.length > SHOWN ? `${shown} and ${top.length - SHOWN} more` : shown;
}
