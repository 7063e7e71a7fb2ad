// How the tests run: three at a time, as many of them wait for gauges and brokers, on a station
// compiled beforehand. The bounds are long because a wait that is met ends at once: only a fault
// may use them up, not a busy machine.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    globalSetup: ["config/setup/vitest-build.mjs"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 3,
  },
});
