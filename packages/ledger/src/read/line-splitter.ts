/** One line of a ledger file, without its line feed. */
export interface Line {
  /** Empty for a line that is too long to be a record. */
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** False for a last line without a line feed. */
  readonly ended: boolean;
}

const LINE_FEED = 0x0a;
/** 64 MiB: far above any record, so that a file without line feeds cannot fill the memory. */
const LONGEST = 1 << 26;
const NOTHING: Buffer = Buffer.alloc(0);

/** Cuts a stream of bytes into lines; each byte is looked at once, however long a line is. */
export class LineSplitter {
  readonly #longest: number;
  /** What has come of the line that is still open, unless it is too long. */
  #parts: Buffer[] = [];
  #length = 0;
  #number = 0;

  constructor(longest: number = LONGEST) {
    this.#longest = longest;
  }

  /** The lines that end in this chunk. */
  take(chunk: Buffer): readonly Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.#add(chunk.subarray(start, end));
      lines.push(this.#line(true));
      start = end + 1;
    }
    this.#add(chunk.subarray(start));
    return lines;
  }

  /** The last line when it has no line feed. One that is too long was never half a record, so it counts as ended. */
  last(): readonly Line[] {
    return this.#length === 0 ? [] : [this.#line(this.#length > this.#longest)];
  }

  #add(part: Buffer): void {
    if (part.length === 0) return;
    this.#length += part.length;
    if (this.#length > this.#longest) this.#parts.length = 0;
    else this.#parts.push(part);
  }

  #line(ended: boolean): Line {
    const [first = NOTHING] = this.#parts;
    const bytes = this.#parts.length > 1 ? Buffer.concat(this.#parts) : first;
    this.#parts = [];
    this.#length = 0;
    return { bytes, number: ++this.#number, ended };
  }
}
