import { defineConfig } from 'vitest/config'

const code = '{src,emulator,bench}'
const postgres = 'test/support/postgres-setup.ts'
const browser = 'test/support/browser-setup.ts'

// The setup of a project is run only when one of its tests is selected: a run of pure tests
// starts no database and looks for no browser.
export default defineConfig({
  test: {
    // Most tests wait for a database, an instance or a browser: two cores carry more than two.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'unit',
          // They leave nothing behind in their process: files share what was imported.
          isolate: false,
          include: [`${code}/**/*.test.ts`, 'web/**/*.test.{ts,tsx}'],
          exclude: ['**/*.pg.test.ts'],
          // Property tests take seconds where others work on the same cores.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pg',
          isolate: false,
          include: [`${code}/**/*.pg.test.ts`],
          globalSetup: [postgres],
          // Longer than a busy machine takes, shorter than a lane would stay taken by itself.
          expect: { poll: { timeout: 4_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'story',
          include: ['test/**/*.test.ts'],
          globalSetup: [postgres, browser],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
