/**
 * A grant: the keys of an epoch, sealed to one device. An entry of the control log holds one for every device.
 *
 *     grant   0 enc 32 | 32 ciphertext 64 and tag 16, of epoch key 32 | slot secret 32
 *
 * The surprise is the commitment, which stands beside the grants for all to see. Whoever makes an epoch could give
 * one person another key than the rest, and cut them off without a trace. Who opens a grant holds it against the
 * commitment, so everybody has the same key or says that something is wrong.
 */
import { concatBytes, equalBytes } from '@noble/ciphers/utils.js'
import { exactly, labelled, number, sha256 } from './derive.ts'
import { encBytes, openByKey, sealToKey, tagBytes } from './hpke.ts'
import { createAgreementKeys, type KeyPair } from './keys.ts'
import { labels } from './seal.ts'

/** `uncommitted`: sealed to this device, and not the key that the entry promised to everybody. */
export type OpenedGrant =
  | { readonly ok: true; readonly epochKey: Uint8Array; readonly slotSecret: Uint8Array }
  | { readonly ok: false; readonly why: 'tampered' | 'uncommitted' }

const keyBytes = 32
const spaceBytes = 16
export const grantBytes = encBytes + 2 * keyBytes + tagBytes
/** All that is bound is in the info, as the protocol has it. */
const noAad = new Uint8Array()

export function epochCommitment(about: {
  readonly space: Uint8Array
  readonly epoch: number
  readonly epochKey: Uint8Array
}): Uint8Array {
  const { space, epoch, epochKey } = about
  const committed = labelled(
    labels.epoch,
    exactly(space, spaceBytes),
    number(epoch, 4),
    exactly(epochKey, keyBytes),
  )
  return sha256(committed)
}

/**
 * Always gives a grant. Somebody could bring an agreement key that agrees with nobody; an epoch needs one grant for
 * every device, and with an error here that key would keep everybody from their next one. Such a device gets zeros.
 */
export async function sealGrant(about: {
  readonly to: Uint8Array
  readonly space: Uint8Array
  readonly epoch: number
  readonly epochKey: Uint8Array
  readonly slotSecret: Uint8Array
}): Promise<Uint8Array> {
  const { to, space, epoch, epochKey, slotSecret } = about
  // New for every grant: the nonce follows from it.
  const ephemeral = await createAgreementKeys()
  const plain = concatBytes(exactly(epochKey, keyBytes), exactly(slotSecret, keyBytes))
  const sealed = await sealToKey({ ephemeral, to, info: infoOf({ to, space, epoch }), aad: noAad, plain })
  return sealed ?? new Uint8Array(grantBytes)
}

export async function openGrant(about: {
  readonly own: KeyPair
  readonly space: Uint8Array
  readonly epoch: number
  readonly commitment: Uint8Array
  readonly sealed: Uint8Array
}): Promise<OpenedGrant> {
  const { own, space, epoch, commitment, sealed } = about
  if (sealed.length !== grantBytes) return { ok: false, why: 'tampered' }
  const info = infoOf({ to: own.publicKey, space, epoch })
  const opened = await openByKey({ own, info, aad: noAad, sealed })
  if (!opened.ok) return opened

  const epochKey = opened.plain.slice(0, keyBytes)
  if (!equalBytes(commitment, epochCommitment({ space, epoch, epochKey })))
    return { ok: false, why: 'uncommitted' }
  return { ok: true, epochKey, slotSecret: opened.plain.slice(keyBytes) }
}

/** The receiver's key goes into HPKE's own derivation too. Here it says whom the grant was meant for. */
function infoOf(about: { readonly to: Uint8Array; readonly space: Uint8Array; readonly epoch: number }) {
  const { to, space, epoch } = about
  return labelled(labels.grant, exactly(space, spaceBytes), number(epoch, 4), exactly(to, keyBytes))
}
