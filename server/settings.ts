/**
 * What whoever runs the server may choose, read from the environment. Each wrong choice is a sentence that says what to
 * do, because that person may never have seen Tend. (The list for people: `docs/self-hosting.md`.)
 */
import { join, resolve } from 'node:path'
import type { Backups } from './chores.ts'
import type { Whereabouts } from './socket.ts'

export type Settings = {
  readonly port: number
  /** The address to listen on; every one of the machine where none is named. */
  readonly host: string | undefined
  readonly folder: string
  readonly whereabouts: Whereabouts
  readonly backups: Backups
  readonly metricsPort: number | undefined
  readonly areRatesOff: boolean
}
export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly sentence: string }

type Environment = Readonly<Record<string, string | undefined>>

export function readSettings(env: Environment): ReadSettings {
  const port = numberIn(env['PORT'] ?? '4173', 65_535)
  if (port === undefined)
    return no(`PORT must be a number up to 65535, not "${env['PORT']}". For example: PORT=4174 npm start`)
  const nights = numberIn(env['TEND_BACKUPS'] ?? '7', 30)
  if (nights === undefined)
    return no(
      'TEND_BACKUPS is how many nights are kept, up to 30. 0 makes no backups. For example: TEND_BACKUPS=7',
    )
  const metricsPort = numberIn(env['TEND_METRICS'] ?? '0', 65_535)
  if (metricsPort === undefined)
    return no(
      'TEND_METRICS is a port for counts that only this machine can read. For example: TEND_METRICS=9464',
    )
  const origins = (env['TEND_ORIGINS'] ?? '').split(/[\s,]+/).filter(Boolean)
  const wrong = origins.find((origin) => !isOrigin(origin))
  if (wrong !== undefined)
    return no(`TEND_ORIGINS lists sites, not "${wrong}". For example: TEND_ORIGINS=https://tend.example.org`)

  const folder = resolve(env['TEND_DATA'] ?? 'data')
  return {
    ok: true,
    settings: {
      port,
      host: env['TEND_HOST'],
      folder,
      whereabouts: { isBehindProxy: env['TEND_PROXY'] === '1', origins },
      backups: { folder: join(folder, 'backup'), nights },
      metricsPort: metricsPort === 0 ? undefined : metricsPort,
      areRatesOff: env['TEND_RATES'] === 'off',
    },
  }
}

function no(sentence: string): ReadSettings {
  return { ok: false, sentence }
}

function numberIn(text: string, most: number): number | undefined {
  const number = Number(text)
  return text.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= most ? number : undefined
}

/** As browsers write it: scheme, host, port, and nothing behind. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}
