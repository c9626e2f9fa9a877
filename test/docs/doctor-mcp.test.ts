import { defaultModel } from "@ambit/policy";
import { afterAll, expect, it } from "vitest";
import { Project } from "./project.ts";

/** The tools of a server that says of `send` that it only reads. */
const AGENTS = `import { createAmbit } from "@ambit/langchain";
import { createAgent } from "langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { TRANSPORTS } from "../../attacks/setting/mcp.ts";

const { client, close } = await TRANSPORTS.stdio();
const tools = await client.getTools();
await close();
const ambit = await createAmbit({ policy: "./policy" });
export const desk = ambit.protect(
  createAgent({ model: scriptedModel("hi"), tools, middleware: [ambit.middleware()] }),
  { agent: "desk" },
);
`;

const project = new Project();
afterAll(() => project.remove());

it(
  "takes the word of an MCP server for nothing that the name contradicts, and says where it takes it",
  { timeout: 60_000 },
  async () => {
    project.write("policy/model.conf", defaultModel);
    project.write("policy/rules.csv", "p, R1, desk, *, *, **, *, support, *, true, allow, none\n");
    project.write("policy/tools.yaml", "other: { action: read, effect: read, sensitivity: public }\n");
    project.write("agents.ts", AGENTS);
    const { code, stdout, stderr } = await project.ambit("doctor", "agents.ts", "--fix");
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain(`
send:
  action: send                 # guess: its name
  effect: commit               # guess: the name says "send"
  risk: high                   # guess: it goes out
  idempotent: false            # guess: nothing says that twice is once
  sensitivity: restricted      # guess: nothing says what it touches
  args:
    to: address                # guess: its name
`);
    // of a name that says nothing, the hint is all that there is
    expect(stdout).toContain(`
shut:
  action: shut                 # guess: the last word of its name
  effect: read                 # guess: readOnlyHint is true; nothing but its server says so
  risk: normal `);
  },
);
