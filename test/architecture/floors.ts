/** What the sources of one package may import besides their own files. */
export type Floor = {
  /** Packages of this workspace. */
  readonly own: readonly string[];
  /** Third-party packages. */
  readonly foreign: readonly string[];
  /** Whether modules of Node may be imported. */
  readonly node: boolean;
  /** Whether a specifier may be computed at run time: only where the user names the module to load. */
  readonly computed?: boolean;
};

/** The floors: imports go down only. Each folder in `packages/` has exactly one row. */
export const FLOORS: Readonly<Record<string, Floor>> = {
  core: { own: [], foreign: [], node: false },
  gate: { own: ["core"], foreign: [], node: true },
  policy: {
    own: ["core"],
    foreign: [
      "casbin",
      "@casbin/expression-eval",
      "csv-parse",
      "fastest-levenshtein",
      "redos-detector",
      "yaml",
      "zod",
    ],
    node: true,
  },
  ledger: { own: ["core"], foreign: ["@opentelemetry/api"], node: true },
  // Whoever uses Postgres brings its driver.
  store: { own: ["core"], foreign: [], node: false },
  // The model is the one thing of the host that tests fake.
  testkit: { own: ["core"], foreign: ["@langchain/core", "fast-check", "vitest"], node: true },
  langchain: {
    own: ["core", "gate", "policy", "ledger", "store"],
    foreign: [
      "langchain",
      "@langchain/core",
      "@langchain/langgraph",
      "@langchain/langgraph-checkpoint",
      "zod",
    ],
    node: true,
  },
  cli: {
    own: ["core", "gate", "policy", "ledger", "langchain"],
    foreign: ["commander", "picocolors", "sarif"],
    node: true,
    computed: true,
  },
};
