import { expandTemplate, type JsonObject } from "@ambit/core";
import { describe, expect, test } from "vitest";

const ARGS: JsonObject = {
  orderId: "A 1/2".replace("/", "-"),
  count: 7,
  yes: true,
  cc: ["a@Example.com", "b@example.com"],
  empty: [],
  path: "/srv/my files/a.txt",
  relative: "docs/a.txt",
  url: "https://EXAMPLE.com/a/b?q=1",
  urls: ["https://a.example/", "https://b.example/x"],
  items: [
    { id: 1, tags: ["x", "y"] },
    { id: 2, tags: ["z"] },
  ],
  order: { id: 9 },
  none: null,
  blank: "",
};

describe("a template names resources", () => {
  test.each<[string, readonly string[]]>([
    ["tool:send_money", ["tool:send_money"]],
    ["crm://{tenant}/orders/{args.orderId}", ["crm://acme/orders/A%201-2"]],
    ["crm://orders/o-{args.count}-{args.yes}", ["crm://orders/o-7-true"]],
    ["crm://users/{subject}", ["crm://users/user:ann"]],
    ["crm://orders/{args.order.id}", ["crm://orders/9"]],
    ["mailto:{args.cc[*]}", ["mailto:a@example.com", "mailto:b@example.com"]],
    ["crm://items/{args.items[*].id}", ["crm://items/1", "crm://items/2"]],
    ["crm://tags/{args.items[*].tags[*]}", ["crm://tags/x", "crm://tags/y", "crm://tags/z"]],
    [
      "crm://{args.items[*].id}/{args.cc[*]}",
      ["crm://1/a@Example.com", "crm://1/b@example.com", "crm://2/a@Example.com", "crm://2/b@example.com"],
    ],
    ["mailto:{args.empty[*]}", []],
    ["file://{args.path/}", ["file:///srv/my%20files/a.txt"]],
    ["file:///srv/{args.relative/}", ["file:///srv/docs/a.txt"]],
    ["{args.path/}", ["file:///srv/my%20files/a.txt"]],
    ["{args.url/}", ["https://example.com/a/b?q=1"]],
    ["{args.urls[*]/}", ["https://a.example/", "https://b.example/x"]],
    [
      "https://example.com/s?q={args.url}",
      ["https://example.com/s?q=https%3A%2F%2FEXAMPLE.com%2Fa%2Fb%3Fq%3D1"],
    ],
  ])("%s", (template, resources) => {
    expect(expandTemplate(template, { args: ARGS, tenant: "acme", subject: "user:ann" })).toEqual(resources);
  });
});

describe("a value cannot leave its segment", () => {
  test.each<[string, JsonObject[string]]>([
    ["a separator", "7/../../users/1"],
    ["a backslash", "7\\8"],
    ["a parent", ".."],
    ["itself", "."],
    ["an encoded separator", "7%2f8"],
    ["an encoded parent", "%2e%2e"],
    ["NUL", "7\0"],
    ["a line end", "7\n8"],
    ["a lone surrogate", "\ud800"],
  ])("%s", (_name, id) => {
    expect(() => expandTemplate("crm://orders/{args.id}", { args: { id } })).toThrow(
      expect.objectContaining({ reason: "resource_invalid" }),
    );
  });

  test.each([
    ["a star", "**", "crm://orders/%2A%2A"],
    ["a query", "7?x=1", "crm://orders/7%3Fx=1"],
    ["a fragment", "7#x", "crm://orders/7%23x"],
    ["a placeholder", "{tenant}", "crm://orders/%7Btenant%7D"],
    ["a replacement pattern", "$&$'", "crm://orders/$&$'"],
  ])("%s is a part of it", (_name, id, resource) => {
    expect(expandTemplate("crm://orders/{args.id}", { args: { id }, tenant: "acme" })).toEqual([resource]);
  });

  test.each([
    ["a host's user information", "https://{args.id}/x", "user@evil.example"],
    ["a host's port", "https://{args.id}/x", "example.com:8443"],
    ["a second address", "mailto:{args.id}", "a@example.com,b@example.com"],
    ["mail headers", "mailto:{args.id}", "a@example.com?bcc=b@example.com"],
  ])("%s", (_name, template, id) => {
    expect(() => expandTemplate(template, { args: { id } })).toThrow(
      expect.objectContaining({ reason: "resource_invalid" }),
    );
  });

  test("nor add a parameter to a query", () => {
    const args = { q: "a&admin=1#x" };
    expect(expandTemplate("https://example.com/s?q={args.q}&n=1", { args })).toEqual([
      "https://example.com/s?q=a%26admin%3D1%23x&n=1",
    ]);
  });
});

describe("a path of several segments is judged segment by segment", () => {
  test.each([
    ["/srv/../etc"],
    ["/srv//a"],
    ["./a"],
    [".."],
    ["/srv/%2e%2e"],
    ["/srv\\a"],
    ["/a\0"],
    ["docs/a"],
  ])("%s", (path) => {
    expect(() => expandTemplate("file://{args.path/}", { args: { path } })).toThrow(
      expect.objectContaining({ reason: "resource_invalid" }),
    );
  });

  test("one slash at the end means nothing", () => {
    expect(expandTemplate("file://{args.path/}", { args: { path: "/srv/" } })).toEqual(["file:///srv"]);
    expect(expandTemplate("file://{args.path/}", { args: { path: "/" } })).toEqual(["file:///"]);
  });
});

test("an absent list names nothing, an element without its member is refused", () => {
  expect(expandTemplate("mailto:{args.cc[*]}", { args: {} })).toEqual([]);
  expect(expandTemplate("mailto:{args.mail.cc[*]}", { args: { mail: {} } })).toEqual([]);
  expect(() => expandTemplate("mailto:{args.mail.cc[*]}", { args: {} })).toThrow(
    expect.objectContaining({ reason: "resource_invalid" }),
  );
});

describe("what a placeholder does not find is refused by its name", () => {
  test.each([
    ["{tenant}", "tenant"],
    ["crm://{subject}", "subject"],
    ["crm://{args.missing}", "args.missing"],
    ["crm://{args.toString}", "args.toString"],
    ["crm://{args.__proto__}", "args.__proto__"],
    ["crm://{args.none}", "args.none"],
    ["crm://{args.blank}", "args.blank"],
    ["crm://{args.order}", "args.order"],
    ["crm://{args.cc}", "args.cc"],
    ["crm://{args.cc.length}", "args.cc.length"],
    ["crm://{args.orderId.length}", "args.orderId.length"],
    ["crm://{args.none.x}", "args.none.x"],
    ["crm://{args.orderId[*]}", "args.orderId[*]"],
    ["crm://{args.items[*].missing}", "args.items[*].missing"],
    ["crm://{args}", "args"],
    ["crm://{}", ""],
    ["crm://{other}", "other"],
    ["crm://{args.cc[0]}", "args.cc[0]"],
    ["crm://{args..x}", "args..x"],
  ])("%s", (template, placeholder) => {
    expect(() => expandTemplate(template, { args: ARGS })).toThrow(
      expect.objectContaining({ reason: "resource_invalid", facts: { placeholder } }),
    );
  });

  test("more than 256 resources are refused", () => {
    const ids = (length: number) => ({ args: { ids: Array.from({ length }, (_, id) => id), two: [1, 2] } });
    expect(expandTemplate("crm://{args.ids[*]}", ids(256))).toHaveLength(256);
    expect(() => expandTemplate("crm://{args.ids[*]}", ids(257))).toThrow(
      expect.objectContaining({ reason: "resource_invalid" }),
    );
    expect(() => expandTemplate("crm://{args.two[*]}/{args.ids[*]}", ids(129))).toThrow(
      expect.objectContaining({ reason: "resource_invalid" }),
    );
  });
});
