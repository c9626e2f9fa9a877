/** The one sensitivity lattice, from least to most sensitive. */
export const SENSITIVITIES = ["public", "internal", "confidential", "restricted"] as const;

/** A sensitivity by name. Its rank (0 to 3) is its place in {@link SENSITIVITIES}. */
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** The rank of a sensitivity: public 0, internal 1, confidential 2, restricted 3. */
export function sensitivityRank(sensitivity: Sensitivity): number {
  return SENSITIVITIES.indexOf(sensitivity);
}

/** Reads a sensitivity from its name or rank; undefined for anything else. */
export function parseSensitivity(value: unknown): Sensitivity | undefined {
  if (typeof value === "number") return SENSITIVITIES[value];
  return SENSITIVITIES.find((name) => name === value);
}
