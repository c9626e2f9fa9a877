import { defaultModel, type PolicySource } from "../src/index.ts";

/** The agent model with thirteen rules, as the differential tests and examples use it. */
export const AGENT_RULES: string = `# id, role or agent, tool or toolset, action, resource, sensitivity, intent, depth, condition, effect, obligations
p, A1, reader,   fs,        read,   repo://acme/**,          0..2, *,       0..3, true,                                       allow, none
p, A2, engineer, fs,        write,  repo://acme/src/**,      0..2, fix-bug, 0..2, "env.branch != ""main"" && env.attempt < 3", allow, none
p, A3, engineer, shell,     run,    cmd://npm/**,            0..1, *,       0..1, env.attempt < 3,                            allow, log:full
p, A4, engineer, deploy,    *,      env://staging/**,        0..2, release, 0..1, true,                                       allow, none
p, A5, engineer, deploy,    *,      env://prod/**,           0..2, release, 0..0, "env.hour >= 8 && env.hour < 18",           allow, approve:sre;ttl:900
p, A6, support,  crm,       read,   crm://tickets/**,        0..3, *,       0..2, true,                                       allow, redact:pii
p, A7, support,  crm,       refund, crm://orders/**,         0..2, resolve, 0..1, args.amount <= 100,                         allow, none
p, A8, support,  crm,       refund, crm://orders/**,         0..2, resolve, 0..0, "args.amount > 100 && args.amount <= 1000", allow, approve:finance;ttl:3600
p, D1, any,      *,         *,      **,                      4..,  *,       *,    true,                                       deny,  alert:secops
p, D2, any,      net-write, *,      **,                      2..,  *,       *,    true,                                       deny,  alert:dlp
p, D3, any,      *,         *,      **,                      *,    *,       4..,  true,                                       deny,  none
p, D4, any,      fs,        *,      repo://acme/.secrets/**, *,    *,       *,    true,                                       deny,  alert:secops
p, D5, any,      *,         *,      **,                      *,    *,       *,    env.attempt >= 5,                           deny,  none
g, coder-bot, engineer
g, engineer, reader
g, triage-bot, support
g, support, reader
g, alice, engineer
g, bob, support
g, reader, any
g2, fs.read_file, fs
g2, fs.write_file, fs
g2, shell.exec, shell
g2, deploy.run, deploy
g2, crm.get, crm
g2, crm.refund, crm
g2, http.post, net-write
g2, slack.send, net-write
g3, fix-bug, dev
g3, refund-customer, resolve
g3, release, release
`;

const TOOLS: readonly string[] = [
  "fs.read_file",
  "fs.write_file",
  "shell.exec",
  "deploy.run",
  "crm.get",
  "crm.refund",
  "http.post",
  "slack.send",
];

/** The manifest of the agent policy: what matters here is that the tools are known. */
const AGENT_TOOLS: object = Object.fromEntries(
  TOOLS.map((tool) => [tool, { action: "any", effect: "write", sensitivity: "confidential" }]),
);

export const AGENT_POLICY: PolicySource = { model: defaultModel, rules: AGENT_RULES, tools: AGENT_TOOLS };
