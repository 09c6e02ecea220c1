import { Refusal } from '../refusal.ts'

/** No recorded traffic has a 405; this is the shape of the instance without a claim about its words. */
export function methodNotSupported(): Refusal {
  return new Refusal(405, 'Method not supported')
}

export function recordNotFound(): Refusal {
  const detail = "Record doesn't exist or ACL restricts the record retrieval"
  return new Refusal(404, 'No Record found', detail)
}
