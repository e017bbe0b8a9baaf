/// <reference path="./libphonenumber.d.ts" />
/** The linter of the telephone numbers. A wrong number can kill: content/README.md says how one is changed. */
import lib from 'google-libphonenumber'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Helplines } from '../core/content.ts'
import { jsonFiles, nameOf, problems, readJson } from './lint.ts'

const files = jsonFiles('helplines').filter((path) => /^[A-Z]{2}$/.test(nameOf(path)))
const countries = files.map((path) => ({ path, data: v.parse(Helplines, readJson(path)) }))
const lines = countries.flatMap(({ data }) => data.lines.map((line) => ({ country: data.country, line })))
const contacts = lines.flatMap(({ country, line }) =>
  line.contacts.map((contact) => ({ country, line, contact })),
)

/** Numbers that libphonenumber does not know. A person has to look at each; whoever has, signs. */
const Reviewed = v.array(
  v.strictObject({
    country: v.string(),
    value: v.string(),
    why: v.string(),
    reviewedBy: v.array(v.string()),
  }),
)
const reviewed = v.parse(Reviewed, readJson('helplines/reviewed.json'))

const phones = lib.PhoneNumberUtil.getInstance()
const shorts = lib.ShortNumberInfo.getInstance()

function known(value: string, country: string): boolean {
  try {
    const number = phones.parse(value, country)
    return (
      phones.isValidNumberForRegion(number, country) || shorts.isValidShortNumberForRegion(number, country)
    )
  } catch {
    return false
  }
}

const none = (findings: string[]): void => expect(findings.join('\n')).toBe('')
const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

describe('countries', () => {
  test('fit the schema', () => none(files.flatMap((path) => problems(path, Helplines))))

  test('are called by their code', () => {
    none(
      countries.flatMap(({ path, data }) =>
        data.country === nameOf(path) ? [] : [`${path} says ${data.country}.`],
      ),
    )
  })

  test('each shows a number that reaches the emergency service', () => {
    expect(countries.length).toBeGreaterThanOrEqual(44)
    none(
      countries.flatMap(({ path, data }) =>
        data.emergency
          .filter(({ number }) => !shorts.isEmergencyNumber(number, data.country))
          .map(
            ({ number }) =>
              `${path}: ${number} is no emergency number there. Look at the source before anything else.`,
          ),
      ),
    )
  })

  test('the check knows a wrong one', () => {
    expect(shorts.isEmergencyNumber('118', 'TR')).toBe(false)
    expect(known('0808 2000', 'GB')).toBe(false)
    expect(known('116 123', 'GB')).toBe(true)
  })
})

describe('lines', () => {
  test('ids are unique', () => {
    const ids = lines.map(({ line }) => line.id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  test('numbers are known to libphonenumber, or a person has been asked to look', () => {
    const listed = new Set(reviewed.map(({ country, value }) => `${country} ${value}`))
    none(
      contacts
        .filter(
          ({ country, contact }) =>
            !known(contact.value, country) && !listed.has(`${country} ${contact.value}`),
        )
        .map(
          ({ country, line, contact }) =>
            `${country} ${line.id}: ${contact.value} is unknown. Look at the source again, digit by digit. ` +
            'If it is right, add it to helplines/reviewed.json with the reason.',
        ),
    )
  })

  test('what is listed for review is in use, and is really unknown', () => {
    const inUse = new Set(contacts.map(({ country, contact }) => `${country} ${contact.value}`))
    none(
      reviewed
        .filter(({ country, value }) => known(value, country) || !inUse.has(`${country} ${value}`))
        .map(
          ({ country, value }) => `helplines/reviewed.json: ${country} ${value} need not be there any more.`,
        ),
    )
  })

  test('each has a first-hand source: the operator, the government or a public body', () => {
    none(
      lines
        .filter(({ line }) => !line.sources.some(({ primary }) => primary))
        .map(({ country, line }) => `${country} ${line.id}: no source is primary.`),
    )
  })

  test('each is looked at again within a hundred and eighty days, and no date is out of order', () => {
    none(
      lines.flatMap(({ country, line }) => {
        const span = days(line.checkedOn, line.reviewDue)
        return [
          ...(span > 0 && span <= 180
            ? []
            : [`${country} ${line.id}: reviewDue must be at most 180 days after checkedOn.`]),
          ...line.sources
            .filter(({ seenOn }) => !(days(seenOn, line.reviewDue) > 0))
            .map(({ name }) => `${country} ${line.id}: seenOn of "${name}" is not before reviewDue.`),
        ]
      }),
    )
  })

  test('no number of one country stands under another by mistake', () => {
    // The mistake that aggregators make: the line of the United States under Canada.
    const american = contacts.filter(
      ({ country, contact }) => country === 'CA' && /7233|88788/.test(contact.value),
    )
    expect(american).toEqual([])
  })
})
