import { defaultModel } from "@ambit/policy";

/** The texts of a policy with `rules` rules, of which one allows `note` to `user:ann` through the agent `clerk`. */
export function notePolicy(rules: number): { model: string; rules: string; tools: string } {
  return { model: defaultModel, rules: rulesOf(rules), tools: TOOLS };
}

/** The matching rule is the last: a scan reads them all. The others are as specific as rules of real teams. */
function rulesOf(count: number): string {
  const others = Array.from({ length: count - 1 }, (_, index) => {
    const [role, toolset] = [`role-${index % 50}`, `set-${index % 20}`];
    return `p, R${index}, ${role}, ${toolset}, read, crm://tenant-${index}/**, 0..2, work, *, true, allow, none`;
  });
  return [
    ...others,
    "p, NOTE, worker, notes, write, note://**, 0..2, work, *, true, allow, none",
    "g, user:ann, worker",
    "g, clerk, worker",
    "g, helper, worker",
    ...others.slice(0, 50).map((_, index) => `g, user:other-${index}, role-${index}`),
    "g2, note, notes",
    ...others.slice(0, 20).map((_, index) => `g2, other-${index}, set-${index}`),
    "g3, work/notes, work",
    "",
  ].join("\n");
}

const TOOLS = `note:
  action: write
  effect: write
  risk: normal
  sensitivity: internal
  resources: ["note://{args.id}"]
  args: { id: object, text: prose }
  returns: { sensitivity: internal, fields: { id: id } }
`;
