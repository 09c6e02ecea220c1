import type { TestProject } from 'vitest/node'

import { findChromium } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    chromiumPath: string
  }
}

/** Finds or unpacks the browser once, before the first test that may want it. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('chromiumPath', await findChromium(process.env))
}
