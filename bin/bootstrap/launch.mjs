import { existsSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { isRecent, pinnedNode, REMEDY } from './node.mjs'
import { run } from './run.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/**
 * Runs a command of ours: its source in a checkout, the JavaScript made of it in an installed
 * package. In this very process when this Node is able to, else in one that is.
 */
export async function launch(source, script) {
  const args = process.argv.slice(2)
  if (isRecent()) {
    const module = await import(pathToFileURL(entryOf(source)).href)
    await module.main?.(args)
    return
  }
  const node = pinnedNode()
  if (node === null) {
    console.error(REMEDY)
    process.exitCode = 1
    return
  }
  process.exitCode = await run(node, [fileURLToPath(script), ...args])
}

function entryOf(source) {
  const inPackage = root.split(sep).includes('node_modules')
  if (!inPackage && existsSync(join(root, source))) return join(root, source)
  return join(root, 'dist', 'server', source.replace(/\.ts$/, '.js'))
}
