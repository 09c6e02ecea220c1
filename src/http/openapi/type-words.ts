import { z } from 'zod'

/** As much of a JSON schema as is shown. */
const Shape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  default: z.unknown().optional(),
})
type Shape = z.output<typeof Shape>

/** A JSON schema in words that look like a type: `{ name: string; tags?: string[] }`. */
export function typeWords(schema: unknown, indent = ''): string {
  const read = Shape.safeParse(schema)
  if (!read.success) return 'anything'
  const shape = read.data
  if (shape.$ref !== undefined) return shape.$ref.split('/').at(-1) ?? ''
  if (shape.const !== undefined) return JSON.stringify(shape.const)
  if (shape.enum !== undefined) return shape.enum.map((one) => JSON.stringify(one)).join(' | ')
  const choices = shape.anyOf ?? shape.oneOf
  if (choices !== undefined) return choices.map((one) => typeWords(one, indent)).join(' | ')
  const types = Array.isArray(shape.type) ? shape.type : [shape.type ?? 'anything']
  return types.map((type) => ofType(type, shape, indent)).join(' | ')
}

function ofType(type: string, shape: Shape, indent: string): string {
  if (type === 'object') return ofObject(shape, indent)
  if (type !== 'array') return shape.format === undefined ? type : `${type} (${shape.format})`
  const item = typeWords(shape.items, indent)
  return /[ |]/.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`
}

function ofObject(shape: Shape, indent: string): string {
  const { properties, required = [], additionalProperties } = shape
  if (properties === undefined) {
    return `{ [name: string]: ${typeWords(additionalProperties, indent)} }`
  }
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, value]) => {
    const mark = required.includes(name) ? '' : '?'
    return `${inner}${name}${mark}: ${typeWords(value, inner)}\n`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`
}
