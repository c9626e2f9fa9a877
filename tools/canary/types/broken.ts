// Each line breaks one compiler setting of `core`; the types stage requires every one of these errors.
export const notAnnotated = [1].map((n) => n); // TS9010: isolatedDeclarations
export const mismatch: string = 1; // TS2322: strict
export const maybe: { a?: string } = { a: undefined }; // TS2375: exactOptionalPropertyTypes
export enum Erased { A } // TS1294: erasableSyntaxOnly
export const item: string = ["a"].at(0); // TS2322
export const unchecked: number = ([1] as number[])[0]; // noUncheckedIndexedAccess
export const io: unknown = fetch; // TS2304: no I/O
export const host: unknown = process; // TS2591: no host
export const indexed: unknown = ({} as Record<string, string>).name; // TS4111: noPropertyAccessFromIndexSignature
