/** Ends a switch over a union: a case added to the union and forgotten here stops compiling. */
export function never(value: never): never {
  throw new TypeError(`unexpected case ${JSON.stringify(value)}`)
}
