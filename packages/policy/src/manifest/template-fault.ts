const PATH = String.raw`[^.[\]{}/\s]+(?:\.[^.[\]{}/\s]+|\[\*\])*`;
const PLACEHOLDER = new RegExp(`^(?:tenant|subject|args\\.${PATH}/?)$`, "u");

/** What is wrong with a resource template: the offending part; undefined when nothing is. */
export function templateFault(
  template: string,
): { readonly part: string; readonly message: string } | undefined {
  const rest = template.replaceAll(/\{[^{}]*\}/gu, "");
  if (/[{}]/u.test(rest)) return { part: template, message: "a placeholder is not closed" };
  if (/\s/u.test(template)) return { part: template, message: "a resource has no white space" };
  for (const [placeholder] of template.matchAll(/\{[^{}]*\}/gu)) {
    if (PLACEHOLDER.test(placeholder.slice(1, -1))) continue;
    const message = `placeholder ${placeholder} is unknown: {tenant}, {subject}, {args.x}, {args.x[*]} and {args.x/} are known`;
    return { part: placeholder, message };
  }
  if (!/^(?:[a-z][a-z0-9+.-]*:|\{|\/)/u.test(template)) {
    return { part: template, message: "a resource starts with a scheme (crm://, mailto:) or a slash" };
  }
  return undefined;
}

/** The paths of the arguments that a faultless template reads. */
export function argumentsOf(template: string): readonly string[] {
  return [...template.matchAll(/\{args\.([^{}]*?)\/?\}/gu)].map(([, path]) => path ?? "");
}
