import { AIMessage } from "@langchain/core/messages";
import { Command, END, ParentCommand, Send } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { nodesBetween } from "../src/handoff/namespace.ts";
import { targetsOf, targetsOfThrown } from "../src/handoff/targets.ts";

const graph = Command.PARENT;
const up = (goto: unknown): Command => Object.assign(new Command({ graph }), { goto });

it.each([
  ["a name", new Command({ graph, goto: "bob" }), ["bob"]],
  ["names", new Command({ graph, goto: ["bob", "carol"] }), ["bob", "carol"]],
  ["a Send", new Command({ graph, goto: new Send("bob", {}) }), ["bob"]],
  ["the end", new Command({ graph, goto: END }), []],
  ["nowhere", new Command({ graph }), []],
  ["among other results", ["text", new Command({ graph, goto: "bob" }), {}], ["bob"]],
  ["two of them", [up("bob"), up(["carol"])], ["bob", "carol"]],
])("reads where a handoff goes: %s", (_name, result, targets) => {
  expect(targetsOf(result)).toEqual(targets);
});

it.each([
  ["text", "transfer to bob"],
  ["nothing", undefined],
  ["null", null],
  ["a list", ["bob"]],
  ["a message", new AIMessage("bob")],
  ["a command in its own graph", new Command({ goto: "bob" })],
  ["a command to another graph by name", new Command({ goto: "bob", graph: "team" })],
  ["a command as data", { ...up("bob") }],
])("sees no handoff in %s", (_name, result) => {
  expect(targetsOf(result)).toBeUndefined();
});

const explode = (): never => {
  throw new Error("read");
};

it.each([
  ["a getter for where it goes", Object.defineProperty(up("x"), "goto", { get: explode })],
  ["a getter for its graph", Object.defineProperty(up("x"), "graph", { get: explode })],
  ["a getter for what it is", Object.defineProperty(up("x"), "lg_name", { get: explode })],
  ["a getter in the list", up(Object.defineProperty(["x"], 0, { get: explode }))],
  ["a getter for a node", up([Object.defineProperty(new Send("x", {}), "node", { get: explode })])],
  ["a proxy", new Proxy(up("x"), {})],
  ["a proxy that throws", new Proxy(up("x"), { getPrototypeOf: explode, has: explode })],
  ["a proxied list", up(new Proxy(["x"], {}))],
  ["what is no node", up([1])],
])(
  "L2: takes a handoff that does not let itself be read for one to any node, and throws nothing: %s",
  (_name, result) => {
    expect(targetsOf(result)).toContain("*");
  },
);

it("reads the same of what is thrown", () => {
  expect(targetsOfThrown(new ParentCommand(up("bob")))).toEqual(["bob"]);
  // the host names the graph once it knows it
  expect(targetsOfThrown(new ParentCommand(new Command({ goto: "bob", graph: "team:1" })))).toEqual(["bob"]);
  expect(
    targetsOfThrown(Object.defineProperty(new ParentCommand(up("x")), "command", { get: explode })),
  ).toEqual(["*"]);
  expect(targetsOfThrown(Object.defineProperty(new Error("x"), "name", { get: explode }))).toEqual(["*"]);
  for (const other of [new Error("bob"), "bob", undefined, null])
    expect(targetsOfThrown(other)).toBeUndefined();
});

it.each([
  [undefined, "", []],
  ["", "alice:1", ["alice"]],
  ["", "desk:1|alice:2", ["desk", "alice"]],
  ["desk:1", "desk:1|alice:2", ["alice"]],
  ["desk:1", "desk:10|alice:2", ["desk", "alice"]],
  ["", undefined, []],
])("names the nodes that lead from graph %s to %s", (outer, inner, nodes) => {
  expect(nodesBetween(outer, inner)).toEqual(nodes);
});
