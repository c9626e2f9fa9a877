import { Chance } from "../fuzz/chance.ts";

/** Chance of its own for each pair of numbers: neighbouring seeds of a linear generator would begin alike. */
export function chanceOf(seed: number, number: number): Chance {
  let mixed = Math.imul(seed ^ 0x9e_37_79_b9, 0x85_eb_ca_6b) ^ Math.imul(number + 1, 0xc2_b2_ae_35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c_1b_3c_6d);
  return new Chance(mixed ^ (mixed >>> 13));
}
