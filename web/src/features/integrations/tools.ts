export const CATEGORIES = ['All', 'Defect Tracking'] as const
export type Category = (typeof CATEGORIES)[number]

export interface Tool {
  readonly name: string
  readonly category: Exclude<Category, 'All'>
  readonly about: string
}

/** Only what works is listed. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'ServiceNow',
    category: 'Defect Tracking',
    about: 'Vulnerabilities become tickets, and every status stays in step both ways.',
  },
]

export function found(tools: readonly Tool[], search: string, category: Category): Tool[] {
  const wanted = search.trim().toLowerCase()
  return tools.filter(
    (tool) =>
      (category === 'All' || tool.category === category) &&
      tool.name.toLowerCase().includes(wanted),
  )
}
