import { bareWord } from "./words.ts";

const MAX_MENTIONS = 200;
const LINK = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s<>"'`]+/giu;
const ADDRESS = /[^\s@<>"'`(),;:]+@[^\s@<>"'`(),;:]+\.[^\s@<>"'`(),;:]+/gu;
/** A host with a path or a usual end, without a scheme. */
const HOST = /(?<![@\p{L}\p{N}.-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,24}(?:\/[^\s<>"'`]*)?(?![\p{L}\p{N}@])/gu;
/** File names whose end no host has. */
const FILE = /^[^/]*\.(?:pdf|txt|docx?|xlsx?|pptx?|csv|png|jpe?g|gif|json|ya?ml|xml|html?|[jt]s|log)$/iu;
const ACCOUNT = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,8}\b|\+?\d(?:[ ()-]?\d){6,33}/giu;

/** The links, addresses, accounts and phone numbers in a free text, as written; undefined when there are too many. */
export function mentionsIn(text: string): readonly string[] | undefined {
  const found = new Set<string>();
  for (const pattern of [LINK, ADDRESS, HOST, ACCOUNT]) {
    for (const [match] of text.matchAll(pattern)) {
      const mention = bareWord(match.trim());
      if (pattern !== HOST || !FILE.test(mention)) found.add(mention);
      if (found.size > MAX_MENTIONS) return undefined;
    }
  }
  return [...found];
}
