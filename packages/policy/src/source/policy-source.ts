/** Where a policy comes from: a folder with `model.conf`, `rules.csv` and `tools.yaml`, or their contents. */
export type PolicySource =
  | { readonly folder: string }
  | {
      readonly model: string;
      readonly rules: string;
      /** YAML text, or the manifest as an object. */
      readonly tools: unknown;
    };

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
