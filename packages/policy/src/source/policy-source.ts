import type { Adapter, Model } from "casbin";

/** Where a policy comes from: a folder with `model.conf`, `rules.csv` and `tools.yaml`, their contents, or casbin's own parts. */
export type PolicySource = { readonly folder: string } | WrittenPolicy | CasbinPolicy;

/** A policy as texts. */
export interface WrittenPolicy {
  readonly model: string;
  readonly rules: string;
  /** YAML text, or the manifest as an object. */
  readonly tools: unknown;
}

/** A policy whose rules any casbin adapter loads: a file, a string, a database. */
export interface CasbinPolicy {
  /** The text of a model, or a model that casbin has read. */
  readonly model: string | Model;
  /** Asked once for all its rules; nothing is written to it. */
  readonly adapter: Adapter;
  readonly tools: unknown;
}

/** The three texts of a policy, read once. */
export interface PolicyTexts {
  readonly model: PolicyText;
  readonly rules: PolicyText;
  readonly tools: PolicyText;
  /** Real paths of the folder and its files; empty when the policy came as texts. */
  readonly files: readonly string[];
}

/** One text of a policy, under the name by which people find it. */
export interface PolicyText {
  readonly file: string;
  readonly text: string;
}
