/**
 * What `sealed-in-browser.test.ts` runs in a page: every frozen vector of `crypto/`, and whatever Wycheproof file it is
 * handed, against the WebCrypto of that browser, which is another than Node's. Each check names what disagrees.
 *
 * A vector that is asked for and not there would agree with everything, so the checks are counted as well.
 */
import { bytesToHex, hexToBytes } from '@noble/ciphers/utils.js'
import { commitToAnswer } from '../crypto/answer.ts'
import { keyFrom, openBackup } from '../crypto/backup.ts'
import { openGrant } from '../crypto/grant.ts'
import { invitationText, readInvitation } from '../crypto/invitation.ts'
import { agree, createDeviceKeys, deviceKeysOf, sign, verify } from '../crypto/keys.ts'
import { changeToSign, packetKey, parcelHeader, slotKey, slotName } from '../crypto/packet.ts'
import { meetingOf, pair, promiseOf } from '../crypto/pairing.ts'
import { open, seal } from '../crypto/seal.ts'
import answers from '../crypto/vectors/answer-1.json' with { type: 'json' }
import backups from '../crypto/vectors/backup-1.json' with { type: 'json' }
import grants from '../crypto/vectors/grant-1.json' with { type: 'json' }
import invitations from '../crypto/vectors/invitation-1.json' with { type: 'json' }
import frozenKeys from '../crypto/vectors/keys-1.json' with { type: 'json' }
import packets from '../crypto/vectors/packet-1.json' with { type: 'json' }
import pairings from '../crypto/vectors/pairing-1.json' with { type: 'json' }
import envelopes from '../crypto/vectors/seal-1.json' with { type: 'json' }
import standards from '../crypto/vectors/standards.json' with { type: 'json' }
import standardKeys from '../crypto/vectors/standards-keys.json' with { type: 'json' }
import roots from '../crypto/vectors/words-1.json' with { type: 'json' }
import * as contract from '../crypto/vectors.contract.ts'
import { readWords, rootOf } from '../crypto/words.ts'

type Check = () => Promise<readonly unknown[]>
/** Pairs of what is and what should be, flattened: as text, so that bytes, numbers and outcomes compare alike. */
const told = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (inner instanceof Uint8Array ? bytesToHex(inner) : inner)) ?? 'nothing'
const same = (pairs: readonly (readonly [is: unknown, should: unknown])[]) =>
  pairs.filter(([is, should]) => told(is) !== told(should)).map((pair) => pair.map(told).join(' is not '))

const result = 'valid'

const byStandard: readonly (readonly [file: string, all: readonly Check[]])[] = [
  [
    'standards',
    [
      ...standards.xchacha20poly1305.map(
        ({ nonce: iv, plain: msg, ciphertext: ct, ...rest }) =>
          () =>
            contract.xchacha({ ...rest, iv, msg, ct, result }),
      ),
      ...standards.hkdfSha256.map(
        (one) => () => contract.hkdfSha256({ ...one, size: one.okm.length / 2, result }),
      ),
    ],
  ],
  [
    'standards-keys',
    [
      ...standardKeys.hmacSha256.map((one) => () => contract.hmacSha256({ ...one, result })),
      ...standardKeys.ed25519.map((one) => () => contract.ed25519Sign(one)),
      ...standardKeys.ed25519.map((one) => () => contract.ed25519Verify({ ...one, result })),
      ...standardKeys.x25519.map((one) => () => contract.x25519(one)),
      ...standardKeys.hpke.map((one) => () => contract.hpke(one)),
      ...standardKeys.argon2id.map((one) => () => contract.argon2(one)),
      ...standardKeys.bip39.map((one) => () => contract.bip39(one)),
    ],
  ],
]

const keysOf = (signing: string, agreement = signing) =>
  deviceKeysOf({ signing: hexToBytes(signing), agreement: hexToBytes(agreement) })

const byFormat: readonly (readonly [file: string, all: readonly Check[]])[] = [
  [
    'answer-1',
    answers.answers.map(({ space, salt, commitment, ...rest }) => async () => {
      const made = commitToAnswer({ ...rest, space: hexToBytes(space), salt: hexToBytes(salt) })
      return same([[made, commitment]])
    }),
  ],
  [
    'backup-1',
    backups.files.map(({ passphrase, text, file }) => async () => {
      const keyOf = keyFrom(passphrase.normalize('NFC'))
      return same([[await openBackup({ file: hexToBytes(file), keyOf }), { ok: true, text }]])
    }),
  ],
  [
    'grant-1',
    grants.grants.map(
      ({ agreementSeed, epoch, space, commitment, sealed, epochKey, slotSecret }) =>
        async () => {
          const { agreement: own } = await keysOf(agreementSeed)
          const opened = await openGrant({
            own,
            space: hexToBytes(space),
            epoch,
            commitment: hexToBytes(commitment),
            sealed: hexToBytes(sealed),
          })
          return same([[opened, { ok: true, epochKey, slotSecret }]])
        },
    ),
  ],
  [
    'invitation-1',
    invitations.invitations.map(
      ({ secret, text }) =>
        async () =>
          same([
            [invitationText(hexToBytes(secret)), text],
            [readInvitation(text), { ok: true, secret }],
          ]),
    ),
  ],
  [
    'keys-1',
    frozenKeys.keys.map((one) => async () => {
      const keys = await keysOf(one.signingSeed, one.agreementSeed)
      const message = hexToBytes(one.message)
      const claim = { publicKey: keys.signing.publicKey, signature: hexToBytes(one.signature), message }
      return same([
        [keys.signing.publicKey, one.signingKey],
        [keys.agreement.publicKey, one.agreementKey],
        [await sign(keys.signing, message), one.signature],
        [await verify(claim), true],
        [await verify({ ...claim, message: hexToBytes(`${one.message}00`) }), false],
        [await agree(keys.agreement, hexToBytes(one.theirs)), { ok: true, secret: one.shared }],
      ])
    }),
  ],
  [
    'packet-1',
    packets.packets.map(({ epoch, alive, ...hex }) => async () => {
      const bytes = (name: keyof typeof hex) => hexToBytes(hex[name])
      const place = { space: bytes('space'), header: bytes('header') }
      const key = slotKey({ slotSecret: bytes('slotSecret'), space: place.space })
      return same([
        [packetKey({ epochKey: bytes('epochKey'), space: place.space, epoch }), hex.packetKey],
        [key, hex.slotKey],
        [slotName({ slotKey: key, recordId: bytes('recordId'), tag: bytes('tag') }), hex.slot],
        [parcelHeader({ ...place, epochEntry: bytes('epochEntry') }), hex.parcelHeader],
        [changeToSign({ ...place, alive, change: bytes('change') }), hex.changeToSign],
      ])
    }),
  ],
  [
    'pairing-1',
    pairings.pairings.map(({ digits, ...hex }) => async () => {
      const secret = hexToBytes(hex.secret)
      const spoken = { m0: hexToBytes(hex.m0), m1: hexToBytes(hex.m1), m2: hexToBytes(hex.m2) }
      const { id, key } = meetingOf(secret)
      const paired = async (side: 'inviting' | 'joining', seed: string) => {
        const found = await pair({ side, secret, own: (await keysOf(seed)).agreement, spoken })
        return found.ok ? [found.digits, found.key] : found
      }
      return same([
        [id, hex.meetingId],
        [key, hex.meetingKey],
        [promiseOf(spoken.m2), hex.m0],
        [await paired('inviting', hex.invitingSeed), [digits, hex.key]],
        [await paired('joining', hex.joiningSeed), [digits, hex.key]],
      ])
    }),
  ],
  [
    'seal-1',
    envelopes.envelopes.map(({ key, header, plain, nonce, sealed }) => async () => {
      const given = { key: hexToBytes(key), header: hexToBytes(header) }
      const flipped = hexToBytes(sealed)
      flipped[flipped.length - 1]! ^= 1
      return same([
        [seal({ ...given, plain: hexToBytes(plain), randomBytes: () => hexToBytes(nonce) }), sealed],
        [open({ ...given, sealed: hexToBytes(sealed) }), { ok: true, plain }],
        [open({ ...given, sealed: flipped }).ok, false],
      ])
    }),
  ],
  [
    'words-1',
    roots.roots.map((one) => async () => {
      const root = await rootOf(hexToBytes(one.entropy))
      return same([
        [readWords(one.words), { ok: true, entropy: one.entropy }],
        [root.keys.signing.publicKey, one.signingKey],
        [root.keys.agreement.publicKey, one.agreementKey],
        [root.nonce, one.nonce],
      ])
    }),
  ],
]

type Found = { readonly count: number; readonly disagree: readonly unknown[] }

/** By the name of its file: how many vectors there were, and all that was not as it should be. */
async function frozen(): Promise<Record<string, Found>> {
  const found: Record<string, Found> = {}
  for (const [file, all] of [...byStandard, ...byFormat]) {
    const disagree: unknown[] = []
    for (const [at, check] of all.entries())
      for (const one of await check().catch((error: unknown) => [String(error)]))
        disagree.push(`${at}: ${one}`)
    found[file] = { count: all.length, disagree }
  }
  return found
}

/** A key of this browser's own making: whether anybody could read it out. */
async function drawn(): Promise<readonly string[]> {
  const { signing, agreement } = await createDeviceKeys()
  return [signing, agreement].map(({ privateHalf }) =>
    privateHalf.kept === 'hidden' ? `hidden, ${privateHalf.key.extractable}` : 'bare',
  )
}

const all = { frozen, drawn, wycheproof: contract.wycheproof }
declare global {
  /** Only in a page that runs this file. */
  var inPage: typeof all
}
globalThis.inPage = all
