import { defineConfig } from 'vitest/config';
import { closingCounts } from './packages/tooling/src/closing-counts.ts';

const shared = {
  environment: 'node' as const,
  server: {
    deps: {
      // GitHub's own packages import JSON without the attribute that Node asks for; Vite loads them.
      inline: [/@actions\/(workflow-parser|expressions)/],
      // `@sigstore/sign` requires this one, and Node loads it. Loaded by Vite as well it would be there twice.
      external: [/\/packages\/fetch-port\//],
    },
  },
};

export default defineConfig({
  test: {
    reporters: ['default', closingCounts],
    // Most of a test's time goes by waiting: for a pause before another attempt, for a program, for a socket.
    maxWorkers: 4,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{packages,actions}/*/test/**/*.test.ts'],
          exclude: ['**/*.e2e.test.ts', '**/*.peer.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['{packages,actions}/*/test/**/*.e2e.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'peers',
          include: ['{packages,actions}/*/test/**/*.peer.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
