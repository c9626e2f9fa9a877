export { printTrace, type TraceOptions } from "./print/trace/print-trace.ts";
