/**
 * How values lie in bytes: the pieces from which frames, headers and entries are put together.
 *
 * A `Field` reads and writes one kind of value, limits included, and a layout is a row of named fields in their
 * order. So each table of `docs/protocol.md` stands in the code once, and reading and writing cannot come apart.
 *
 * What surprises: whatever a field writes, it reads, and the other way round, to the bit. A value that the other end
 * would refuse is a bug of ours, so writing it throws; bytes are somebody else's, so reading them only answers.
 */
import { concat, ofHex, toHex } from './bytes.ts'
import type { Hex } from './message.ts'

export type Field<Value> = {
  /** `undefined` where the bytes are not such a value; how far it then went does not matter. */
  readonly read: (from: Reading) => Value | undefined
  readonly write: (to: Uint8Array[], value: Value) => void
}

/** Bytes, and how far they have been read. */
export type Reading = { readonly bytes: Uint8Array; at: number }

export function encode<Value>(field: Field<Value>, value: Value): Uint8Array {
  const parts: Uint8Array[] = []
  field.write(parts, value)
  return concat(...parts)
}

/** Answers for any bytes at all: a value only if nothing is missing and nothing follows. */
export function decode<Value>(field: Field<Value>, bytes: Uint8Array): Value | undefined {
  const from = { bytes, at: 0 }
  const value = field.read(from)
  return from.at === bytes.length ? value : undefined
}

/** Its order is the order in which the names are written down. */
export function layout<Row extends object>(
  fields: {
    readonly [Name in keyof Row]: Field<Row[Name]>
  },
): Field<Row> {
  const names = Object.keys(fields) as (keyof Row)[]
  return {
    read: (from) => {
      const row: Partial<Row> = {}
      for (const name of names) {
        const value = fields[name].read(from)
        if (value === undefined) return undefined
        row[name] = value
      }
      return row as Row
    },
    write: (to, row) => {
      for (const name of names) fields[name].write(to, row[name])
    },
  }
}

/** A field that must obey one more rule. The rule is asked at both ends. */
export function where<Value>(field: Field<Value>, rule: (value: Value) => boolean): Field<Value> {
  return {
    read: (from) => {
      const value = field.read(from)
      return value !== undefined && rule(value) ? value : undefined
    },
    write: (to, value) => {
      if (!rule(value)) throw new Error('a value that the other end would refuse')
      field.write(to, value)
    },
  }
}

/** An unsigned number, big-endian. 48 bits outlast anything we count, and unlike 64 they are exact in JavaScript. */
function unsigned(sizeBytes: number): Field<number> {
  const greatest = 2 ** (8 * sizeBytes) - 1
  const plain: Field<number> = {
    read: (from) => {
      const bytes = take(from, sizeBytes)
      return bytes?.reduce((number, byte) => number * 256 + byte, 0)
    },
    write: (to, number) => {
      to.push(Uint8Array.from({ length: sizeBytes }, (_, at) => number / 256 ** (sizeBytes - 1 - at)))
    },
  }
  return where(plain, (number) => Number.isInteger(number) && number >= 0 && number <= greatest)
}
export const u8 = unsigned(1)
export const u16 = unsigned(2)
export const u32 = unsigned(4)
export const u48 = unsigned(6)

export function within(field: Field<number>, range: { readonly min: number; readonly max?: number }) {
  const { min, max = Number.POSITIVE_INFINITY } = range
  return where(field, (number) => number >= min && number <= max)
}

/** Yes is 1 and no is 0, and nothing else is either. */
export const flag: Field<boolean> = {
  read: (from) => {
    const number = u8.read(from)
    return number === 0 || number === 1 ? number === 1 : undefined
  },
  write: (to, yes) => u8.write(to, yes ? 1 : 0),
}

/** One of a list of words, as its place in the list, counted from 1. */
export function word<Word extends string>(words: readonly Word[]): Field<Word> {
  return {
    // There is no word before the first: place 0 asks for the one at −1.
    read: (from) => words[(u8.read(from) ?? 0) - 1],
    write: (to, one) => within(u8, { min: 1 }).write(to, words.indexOf(one) + 1),
  }
}

/** Exactly so many bytes. */
export function raw(sizeBytes: number): Field<Uint8Array> {
  return {
    // A copy, so that what is kept does not keep its whole frame, and does not change with the frame's memory.
    read: (from) => take(from, sizeBytes)?.slice(),
    write: (to, bytes) => {
      if (bytes.length !== sizeBytes) throw new Error(`here are ${sizeBytes} bytes`)
      to.push(bytes)
    },
  }
}

/** Exactly so many bytes, as text on our side. */
export function hex(sizeBytes: number): Field<Hex> {
  const bytes = raw(sizeBytes)
  return {
    read: (from) => {
      const read = bytes.read(from)
      return read && toHex(read)
    },
    write: (to, text) => bytes.write(to, ofHex(text)),
  }
}

/** Bytes behind their length. */
export function sized(length: Field<number>): Field<Uint8Array> {
  return {
    read: (from) => {
      const sizeBytes = length.read(from)
      return sizeBytes === undefined ? undefined : raw(sizeBytes).read(from)
    },
    write: (to, bytes) => {
      length.write(to, bytes.length)
      to.push(bytes)
    },
  }
}

/** Values behind their number. That number is never believed: it only says after how many to stop. */
export function listOf<Value>(count: Field<number>, field: Field<Value>): Field<readonly Value[]> {
  return {
    read: (from) => {
      const values: Value[] = []
      const told = count.read(from)
      if (told === undefined) return undefined
      while (values.length < told) {
        const value = field.read(from)
        if (value === undefined) return undefined
        values.push(value)
      }
      return values
    },
    write: (to, values) => {
      count.write(to, values.length)
      for (const value of values) field.write(to, value)
    },
  }
}

function take(from: Reading, sizeBytes: number): Uint8Array | undefined {
  const end = from.at + sizeBytes
  if (end > from.bytes.length) return undefined
  const bytes = from.bytes.subarray(from.at, end)
  from.at = end
  return bytes
}
