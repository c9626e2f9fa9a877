import { describe, expect, it } from "vitest";
import { classOf, compileClassStart } from "@ambit/core";

const VARS = { tenant: "acme", subject: "user:ann" };

describe("the class of a template", () => {
  it.each([
    ["crm://{tenant}/orders/{args.id}", "crm://acme/orders/"],
    ["crm://{tenant}/{subject}/x{args.id}/{args.line}", "crm://acme/user:ann/x"],
    ["workspace://{args.path/}", "workspace://"],
    ["CRM://orders/{args.id}", "crm://orders/"],
    ["{args.url/}", undefined],
    ["crm://orders", undefined],
    ["mailto:{args.to}", undefined],
    ["file://{args.path/}", undefined],
  ])("%s begins with %s", (template, start) => {
    expect(compileClassStart(template)(VARS)).toBe(start);
  });

  it("needs a tenant where it names one", () => {
    expect(compileClassStart("crm://{tenant}/{args.id}")({})).toBeUndefined();
  });
});

describe("the class of a resource", () => {
  it.each([
    ["crm://orders/7", { text: "crm://orders/", reach: "segment" }],
    ["crm://orders/7/lines", { text: "crm://orders/", reach: "below" }],
    ["crm://orders/7?x", { text: "crm://orders/", reach: "below" }],
    ["crm://orders/a%20b", { text: "crm://orders/a%20b", reach: "resource" }],
    ["crm://orders", { text: "crm://orders", reach: "resource" }],
    ["crm://orders/", { text: "crm://orders/", reach: "resource" }],
    ["crm://notes/7", { text: "crm://notes/7", reach: "resource" }],
  ])("%s", (resource, expected) => {
    expect(classOf(resource, ["crm://orders/"])).toEqual(expected);
  });
});
