/** What Tend is, what it knows, and what it never does; with what the browser itself says about it (R10). */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import en from '../../words/en/you.json'
import { words } from '../../words.ts'

const t = words('you', en)

const nevers = [1, 2, 3, 4, 5, 6, 7] as const
const senses = ['geolocation', 'microphone', 'camera'] as const
type Sense = (typeof senses)[number]

export function Never() {
  return (
    <>
      <ul class="nevers">
        {nevers.map((n) => (
          <li key={n}>{t(`never.${n}`)}</li>
        ))}
      </ul>
      <Senses />
    </>
  )
}

/** The browser's own word: whether this address may use a sense of the phone, or ever asked. */
function Senses() {
  const said = useSignal<Readonly<Partial<Record<Sense, PermissionState>>> | undefined>(undefined)
  useEffect(() => {
    void Promise.all(senses.map(permission)).then((states) => {
      said.value = Object.fromEntries(senses.map((sense, i) => [sense, states[i]]))
    })
  }, [])
  if (!said.value) return null
  const states = said.value
  return (
    <div class="note">
      <p>{t('neverProof')}</p>
      <dl class="senses">
        {senses.map((sense) => (
          <div key={sense}>
            <dt>{t(sense)}</dt>
            <dd>{t(`permission.${saidOf(sense, states[sense])}`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** The camera is the one sense that Tend ever uses. */
const saidOf = (sense: Sense, state: PermissionState | undefined) =>
  state === 'granted' && sense === 'camera' ? 'scanning' : (state ?? 'unknown')

async function permission(name: Sense): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name })).state
  } catch {
    // This browser does not know the question. Then it does not say, and neither do we.
    return undefined
  }
}

export function About() {
  return (
    <>
      {(['what', 'knows', 'medical', 'evidence', 'licence'] as const).map((part) => (
        <p key={part}>{t(`about.${part}`)}</p>
      ))}
      <p class="hint">{t('about.version', { version: String(import.meta.env.VITE_VERSION ?? '') })}</p>
    </>
  )
}
