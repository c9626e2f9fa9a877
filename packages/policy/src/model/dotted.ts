/** A name as it stands in the model file: `r.sub` for casbin's `r_sub`. */
export function dotted(name: string): string {
  return name.replace(/^([rp]\d*)_/u, "$1.");
}
