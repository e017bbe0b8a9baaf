/**
 * The door for records that come from outside: a file today, a partner's phone later. What passes here is believed
 * everywhere else, so it is narrow: every size has a limit, every known field its type, and nothing can be named like
 * something a JavaScript object already has.
 *
 * Unknown kinds and unknown fields of a newer version pass, as plain JSON within the limits. An unknown field is not a
 * fault; a known field of the wrong type is.
 */
import * as v from 'valibot'
import { isClock } from './clock.ts'
import { isKind, kinds, type Rec } from './record.ts'

/** The limits of one record (safety brief, 6.4). */
export const limits = {
  recordChars: 262_144,
  fields: 64,
  depth: 8,
  listItems: 10_000,
  skewMs: 8_640_000_000_000_000,
} as const

export type ParsedRecord =
  | { readonly ok: true; readonly rec: Rec }
  | { readonly ok: false; readonly why: 'damaged' | 'too-large' }

const fieldName = /^[a-z][A-Za-z0-9:._-]{0,63}$/
const hexId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const clock = v.custom<string>(isClock, 'a clock')

const Frame = v.strictObject({
  id: hexId,
  space: hexId,
  kind: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9-]{0,31}$/),
    v.check((kind) => !(kind in Object.prototype)),
  ),
  v: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  at: v.pipe(v.number(), v.integer(), v.minValue(-limits.skewMs), v.maxValue(limits.skewMs)),
  by: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
  h: clock,
  f: v.custom<Record<string, unknown>>((value) => isPlainFields(value)),
  c: v.optional(
    v.custom<Record<string, string>>((value) => isPlainFields(value) && Object.values(value).every(isClock)),
  ),
  x: v.optional(clock),
})

export function parseRecord(value: unknown): ParsedRecord {
  if (!isPlain(value, limits.depth)) return { ok: false, why: 'damaged' }
  if (JSON.stringify(value).length > limits.recordChars) return { ok: false, why: 'too-large' }
  const parsed = v.safeParse(Frame, value)
  if (!parsed.success) return { ok: false, why: 'damaged' }
  const { f, c, x, h, ...frame } = parsed.output
  if (!fieldsFit(frame.kind, f)) return { ok: false, why: 'damaged' }
  // The author is part of the id, so that nobody can send a record under another's name (sync brief, 4.6.3).
  if (Number.parseInt(frame.id.slice(12, 14), 16) !== frame.by) return { ok: false, why: 'damaged' }
  // A clock of a field that is not there, or one later than the greatest, is no healthy record.
  for (const [field, clockOfField] of Object.entries(c ?? {}))
    if (!Object.hasOwn(f, field) || clockOfField > h) return { ok: false, why: 'damaged' }
  if (x !== undefined && Object.keys(f).length > 0) return { ok: false, why: 'damaged' }
  return { ok: true, rec: { ...frame, h, f, ...(c && { c }), ...(x !== undefined && { x }) } }
}

/** Known fields have their type. Null is allowed everywhere: said once, and now unsaid. */
function fieldsFit(kind: string, f: Readonly<Record<string, unknown>>): boolean {
  if (!isKind(kind)) return true
  const schemas: Readonly<Record<string, v.GenericSchema>> = kinds[kind].fields
  return Object.entries(f).every(([field, value]) => {
    const schema = Object.hasOwn(schemas, field) ? schemas[field] : undefined
    return value === null || schema === undefined || v.is(schema, value)
  })
}

function isPlainFields(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const names = Object.keys(value)
  return (
    names.length <= limits.fields &&
    names.every((name) => fieldName.test(name) && !(name in Object.prototype))
  )
}

/** JSON and nothing else, no deeper than allowed, without names such as `__proto__`. */
function isPlain(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value))
    return value.length <= limits.listItems && value.every((item) => isPlain(item, depth - 1))
  const made = Object.getPrototypeOf(value)
  if (made !== Object.prototype && made !== null) return false
  const entries = Object.entries(value)
  return (
    entries.length <= limits.listItems &&
    entries.every(([name, item]) => !(name in Object.prototype) && isPlain(item, depth - 1))
  )
}
