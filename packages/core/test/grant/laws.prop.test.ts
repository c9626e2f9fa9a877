import {
  type CoverRequest,
  type Grant,
  grantCovers,
  rootGrant,
  type Scope,
  scopeLeq,
  scopeMeet,
} from "@ambit/core";
import {
  type Algebra,
  meaningLaws,
  meetLaws,
  nonTrivialityLaws,
  orderLaws,
  relatedTriples,
  SCOPE_PROBES,
  scopes,
} from "@ambit/testkit";
import { describe, expect, test, vi } from "vitest";
import { widened } from "./widened.ts";

// A law is tried often; a busy machine may need its time.
vi.setConfig({ testTimeout: 60_000 });

const grants = new WeakMap<Scope, Grant>();

/** The grant of one link with this scope, made once: each scope is asked about many calls. */
function grantOf(scope: Scope): Grant {
  const grant = grants.get(scope) ?? rootGrant({ id: "1", edge: "open", scope });
  grants.set(scope, grant);
  return grant;
}

const algebra: Algebra<Scope, CoverRequest> = {
  leq: scopeLeq,
  meet: scopeMeet,
  admits: (scope, call) => grantCovers(grantOf(scope), call) === undefined,
};
const sample = {
  triples: relatedTriples(scopes, { narrow: scopeMeet, widen: widened }),
  probes: SCOPE_PROBES,
};

describe("scopes", () => {
  test("are ordered", () => expect(orderLaws(algebra, sample)).toBeGreaterThan(0));
  test("have meets", () => expect(meetLaws(algebra, sample)).toBeGreaterThan(0));
  test("mean what they say", () => expect(meaningLaws(algebra, sample)).toBeGreaterThan(0));
  test("are often related and often not", () =>
    expect(nonTrivialityLaws(algebra, sample)).toBeGreaterThan(0));
});
