/**
 * Two histories become one. `merge` joins two versions of the same record; the order in which versions arrive, and
 * how often, never changes the result (the laws are in `merge.test.ts`).
 *
 * Each field goes to the greatest clock. Attributes that are not fields are joined too, by minimum, never "whichever
 * came first": a first version of this rule elsewhere kept what arrived first, and 20,000 green tests did not see it.
 * A take-back is final: it wins over every edit, earlier or later, and the fields are gone.
 */
import type { Clock } from './clock.ts'
import type { Rec } from './record.ts'

export function merge(a: Rec, b: Rec): Rec {
  const frame = {
    id: a.id,
    space: least(a.space, b.space),
    kind: least(a.kind, b.kind),
    v: Math.max(a.v, b.v),
    at: Math.min(a.at, b.at),
    by: Math.min(a.by, b.by),
  }
  const taken = a.x === undefined ? b.x : b.x === undefined ? a.x : least(a.x, b.x)
  if (taken !== undefined) return { ...frame, h: taken, f: {}, x: taken }

  const valueByField: Record<string, unknown> = {}
  const clockByField: Record<string, Clock> = {}
  for (const field of new Set([...Object.keys(a.f), ...Object.keys(b.f)])) {
    const [value, clock] = laterOf(field, a, b)
    valueByField[field] = value
    clockByField[field] = clock
  }
  return { ...frame, ...withClocks(valueByField, clockByField, greatest(a.h, b.h)) }
}

/** The clock of one field. */
export const clockOf = (rec: Rec, field: string): Clock => rec.c?.[field] ?? rec.h

/** A record with some fields written anew. `undefined` is written as null: said once, and now unsaid. */
export function edit(rec: Rec, fields: Readonly<Record<string, unknown>>, clock: Clock): Rec {
  const f = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value ?? null]))
  return merge(rec, { ...rec, h: clock, f, c: {} })
}

/** A record taken back: its content is gone, its place is remembered so that no late copy can bring it back. */
export const takeBack = (rec: Rec, clock: Clock): Rec => merge(rec, { ...rec, h: clock, f: {}, x: clock })

function laterOf(field: string, a: Rec, b: Rec): [unknown, Clock] {
  const inA = Object.hasOwn(a.f, field)
  const inB = Object.hasOwn(b.f, field)
  const clockA = clockOf(a, field)
  const clockB = clockOf(b, field)
  if (!inB) return [a.f[field], clockA]
  if (!inA) return [b.f[field], clockB]
  if (clockA !== clockB) return clockA > clockB ? [a.f[field], clockA] : [b.f[field], clockB]
  // Equal clocks come only from a restored backup. Any rule will do, as long as it is the same everywhere.
  return canonical(a.f[field]) >= canonical(b.f[field]) ? [a.f[field], clockA] : [b.f[field], clockB]
}

/** The normal form: `h` is the greatest clock of all fields, `c` names only those that differ from it. */
function withClocks(f: Record<string, unknown>, clockByField: Record<string, Clock>, floor: Clock) {
  const h = Object.values(clockByField).reduce(greatest, Object.keys(f).length > 0 ? '' : floor)
  const others = Object.entries(clockByField).filter(([, clock]) => clock !== h)
  const sorted = Object.fromEntries(Object.entries(f).sort(([one], [other]) => (one < other ? -1 : 1)))
  return others.length === 0 ? { h, f: sorted } : { h, f: sorted, c: Object.fromEntries(others.sort()) }
}

/** JSON with sorted keys: one text for one value. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

const least = <T extends string>(a: T, b: T): T => (a <= b ? a : b)
const greatest = (a: Clock, b: Clock): Clock => (a >= b ? a : b)
