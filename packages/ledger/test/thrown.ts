import { AmbitError, type CodeName } from "@ambit/core";

/** The code name of the AmbitError that `act` throws. */
export function reasonOf(act: () => unknown): CodeName | undefined {
  try {
    act();
  } catch (error) {
    return AmbitError.find(error)?.reason;
  }
  return undefined;
}
