import type { Key } from "../../packages/policy/src/candidate/key.ts";

/** A fault in the index: of several texts under which a rule may be kept, the last is never looked up. */
export function withoutLastText(key: Key): Key {
  const textsFor: Key["textsFor"] = (question) => {
    const texts = key.textsFor(question);
    return texts === undefined || texts.length < 2 ? texts : texts.slice(0, -1);
  };
  return { ...key, textsFor };
}
