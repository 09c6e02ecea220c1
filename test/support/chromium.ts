import { accessSync, constants } from 'node:fs'
import { platform } from 'node:os'
import { delimiter, join } from 'node:path'

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const REMEDY = 'install Chromium or Chrome, or name one in CHROME_PATH'

/**
 * The browser the tests drive: the one named in CHROME_PATH, one that is installed, or the one
 * that npm brought. Without any the tests fail: a browser test that is skipped proves nothing.
 */
export async function findChromium(env: NodeJS.ProcessEnv): Promise<string> {
  const named = env['CHROME_PATH']
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named
    throw new Error(`CHROME_PATH names ${named}, which cannot be run`)
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...candidates, ...APPLICATIONS].find(isExecutable) ?? unpack(env)
}

async function unpack(env: NodeJS.ProcessEnv): Promise<string> {
  if (platform() !== 'linux') throw new Error(`no browser for the tests: ${REMEDY}`)
  // It brings the libraries that a bare Debian lacks, but only where it believes to be there.
  env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x'
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    return await chromium.executablePath()
  } catch (cause) {
    throw new Error(`no browser for the tests, and none in node_modules: ${REMEDY}`, { cause })
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
