import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["tools/canary/mutation/*.canary.ts"], watch: false } });
