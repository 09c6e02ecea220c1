import type { ImportView } from '../../../../src/http/contract.ts'
import { ApiError, apiUrl, problemOf, UNREACHABLE } from '../../app/api.ts'

interface Upload {
  readonly assetId: number
  readonly file: File
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void
}

/** Sends a report. By XMLHttpRequest: `fetch` does not tell how much of a body has been sent. */
export function uploadReport({ assetId, file, onProgress }: Upload): Promise<ImportView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', apiUrl('/imports', { assetId, fileName: file.name }))
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
    body.append('file', file)
    request.send(body)
  })
}
