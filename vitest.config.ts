// How the tests run: two at a time, on a station compiled beforehand for what runs in worker threads.
// The waits are long because a wait that is met ends at once: only a fault, not a busy machine, may use them up.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    globalSetup: ["config/setup/vitest-build.mjs"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
});
