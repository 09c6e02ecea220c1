/** Where a person sees the record, inside the instance's own frame. */
export function ticketUrl(origin: string, table: string, sysId: string): string {
  return `${origin}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${sysId}`)}`
}
