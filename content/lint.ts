/**
 * What the two linters of the content share: reading the folders, walking the words, and the reading grade.
 * The tests are content.test.ts (words) and helplines.test.ts (telephone numbers).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as v from 'valibot'

export const root = import.meta.dirname

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Paths of the JSON files in a folder and below it, relative to content/, sorted. */
export function jsonFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
    .sort()
}

export const readJson = (path: string): Json => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** What is wrong with a file, one line each, in words that say what to do. Nothing when it is well. */
export function problems(path: string, schema: v.GenericSchema): string[] {
  let data: Json
  try {
    data = readJson(path)
  } catch (error) {
    return [`${path}: not JSON. ${(error as Error).message}`]
  }
  const result = v.safeParse(schema, data)
  if (result.success) return []
  return result.issues.map((issue) => {
    const where = v.getDotPath(issue) ?? 'the file'
    if (issue.expected === 'never')
      return `${path}: ${where} is not a key of this format. Take it out or mend the spelling.`
    return `${path}: ${where}: ${issue.message}. Change it so that it fits core/content.ts.`
  })
}

/** All files of a kind that parse. Those that do not are reported by the schema test, once. */
export function load<T>(files: string[], schema: v.GenericSchema<unknown, T>): { path: string; data: T }[] {
  return files.flatMap((path) => {
    try {
      const result = v.safeParse(schema, readJson(path))
      return result.success ? [{ path, data: result.output }] : []
    } catch {
      return []
    }
  })
}

export const nameOf = (path: string): string => basename(path, '.json')

/** Keys whose text no reader sees as a sentence. `also` holds the words people search by, jargon included. */
const notWords = new Set(['id', 'url', 'covers', 'pillars', 'practice', 'tool', 'also'])

/** Every sentence of a file, with the keys that lead to it. */
export function sentences(value: Json, keys: string[] = []): { keys: string[]; text: string }[] {
  if (typeof value === 'string') return [{ keys, text: value }]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    notWords.has(key) ? [] : sentences(inner, [...keys, key]),
  )
}

/** A question without what does not matter when two are compared. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Syllables of an English word, near enough for a reading grade. */
function syllables(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '')
  if (letters.length <= 3) return letters ? 1 : 0
  const spoken = letters.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, '').replace(/^y/, '')
  return Math.max(1, spoken.match(/[aeiouy]{1,2}/g)?.length ?? 0)
}

/** Flesch and Kincaid's grade: the school year in which a text like this can be read. */
export function readingGrade(text: string): number {
  const words = text.match(/[A-Za-z']+/g) ?? []
  const stops = text.split(/[.!?:]+["']?(?:\s|$)/).filter((part) => /[a-z]/i.test(part))
  const beats = words.reduce((sum, word) => sum + syllables(word), 0)
  return (0.39 * words.length) / stops.length + (11.8 * beats) / words.length - 15.59
}
