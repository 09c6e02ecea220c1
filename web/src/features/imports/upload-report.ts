import type { ImportView } from '../../../../src/http/contract.ts'
import { ApiError, apiUrl, problemOf, UNREACHABLE } from '../../app/api.ts'
import type { ImportWish } from './import-draft.ts'

interface Upload {
  readonly assetId: number
  readonly files: readonly File[]
  readonly wish: ImportWish
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void
}

/** Sends a scan. By XMLHttpRequest: `fetch` does not tell how much of a body has been sent. */
export function uploadReport({ assetId, files, wish, onProgress }: Upload): Promise<ImportView> {
  // An empty scope means something.
  const query = new URLSearchParams({ assetId: String(assetId), ...wish })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${apiUrl('/imports')}?${query.toString()}`)
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress(total === 0 ? 0 : loaded / total)
    })
    request.addEventListener('error', () => reject(new ApiError(UNREACHABLE)))
    request.addEventListener('load', () => {
      const { status, responseText } = request
      if (status === 202) resolve(JSON.parse(responseText))
      else reject(new ApiError(problemOf(status, responseText)))
    })
    const body = new FormData()
    for (const file of files) body.append('file', file)
    request.send(body)
  })
}
