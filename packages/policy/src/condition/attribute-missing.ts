/** A condition reads an attribute that the call does not have. The name is safe to log: it stands in the policy. */
export class AttributeMissing extends Error {
  readonly attribute: string;

  constructor(attribute: string) {
    super(`attribute ${attribute} is missing`);
    this.name = "AttributeMissing";
    this.attribute = attribute;
  }
}
