import {
  type ArgumentValue,
  pathCovers,
  type ProvenancePort,
  type ToolRisk,
  type ValueSource,
} from "@ambit/core";

import type { WrittenProvenance } from "./written-provenance.ts";

/** What the description of a call says of where its values come from; the manifest tells the risk. */
export class DescribedFacts implements ProvenancePort {
  readonly #written: WrittenProvenance;
  readonly #risk: ToolRisk | undefined;

  constructor(written: WrittenProvenance, risk: ToolRisk | undefined) {
    this.#written = written;
    this.#risk = risk;
  }

  from({ path }: ArgumentValue): ValueSource | undefined {
    const { from = {} } = this.#written;
    let nearest = "";
    for (const declared of Object.keys(from))
      if (covers(declared, path) && (nearest === "" || nearest === "*" || declared.length > nearest.length))
        nearest = declared;
    return nearest === "" ? undefined : from[nearest];
  }

  nowhere({ path }: ArgumentValue): boolean | undefined {
    return isListed(this.#written.nowhere, path);
  }

  contested({ path }: ArgumentValue): boolean | undefined {
    return isListed(this.#written.contested, path);
  }

  fresh({ path }: ArgumentValue): boolean | undefined {
    return isListed(this.#written.fresh, path);
  }

  copied({ path }: ArgumentValue): boolean | undefined {
    return isListed(this.#written.copied, path);
  }

  containsSecret({ path }: ArgumentValue): boolean | undefined {
    return isListed(this.#written.contains, path);
  }

  hostFromUser({ path }: ArgumentValue): boolean | undefined {
    return isListed(this.#written.host, path);
  }

  linkedToUser({ path }: ArgumentValue): boolean | undefined {
    return isListed(this.#written.linked, path);
  }

  planned(): boolean | undefined {
    return this.#written.planned;
  }

  risk(): ToolRisk | undefined {
    return this.#risk;
  }

  reasons(): number | undefined {
    return this.#written.reasons;
  }
}

function isListed(paths: readonly string[] | undefined, path: string): boolean | undefined {
  return paths?.some((declared) => covers(declared, path));
}

function covers(declared: string, path: string): boolean {
  return declared === "*" || pathCovers(declared, path);
}
