/**
 * The keys of a device: one that signs (Ed25519) and one that agrees (X25519), new for every space it is in.
 *
 * What surprises: nobody can read them, we neither. WebCrypto makes the private halves and lets us use them; they lie
 * in IndexedDB as they are, by structured clone, and code that was smuggled in could use them while it runs but carry
 * nothing away. Browsers at our floor lack these curves. There the half is bare bytes, and its type says so.
 * [Note: Hidden or bare]
 */
import { exactly } from './derive.ts'

/** Bare bytes are as safe as whatever they lie in. Everything else is the same for both. */
export type PrivateHalf =
  | { readonly kept: 'hidden'; readonly key: CryptoKey }
  | { readonly kept: 'bare'; readonly seed: Uint8Array }

export type KeyPair = { readonly publicKey: Uint8Array; readonly privateHalf: PrivateHalf }

/** Holds nothing but bytes and CryptoKeys, so that it can be kept and handed to a worker. */
export type DeviceKeys = { readonly signing: KeyPair; readonly agreement: KeyPair }

/** `bad-key`: of the few keys with which every agreement gives the same. No honest device has one. */
export type Agreed =
  | { readonly ok: true; readonly secret: Uint8Array }
  | { readonly ok: false; readonly why: 'bad-key' }

type Curve = 'Ed25519' | 'X25519'
const usageOf = { Ed25519: 'sign', X25519: 'deriveBits' } as const

const keyBytes = 32
const signatureBytes = 64

/** Drawn where they will stay. Nothing that leaves this function could be used to make them again. */
export async function createDeviceKeys(): Promise<DeviceKeys> {
  const [signing, agreement] = await Promise.all([createPair('Ed25519'), createAgreementKeys()])
  return { signing, agreement }
}

/** For a pairing, or for one grant: made, used and thrown away. */
export function createAgreementKeys(): Promise<KeyPair> {
  return createPair('X25519')
}

/**
 * Keys that can be made again, from the words on paper. The public halves always come from JavaScript: WebCrypto
 * gives none for a key that it was told to hide, and Firefox cannot export some of those it imported.
 */
export async function deviceKeysOf(seeds: {
  readonly signing: Uint8Array
  readonly agreement: Uint8Array
}): Promise<DeviceKeys> {
  const { signingKeyOf, agreementKeyOf } = await import('./curves.ts')
  const [signing, agreement] = await Promise.all([
    keptHalf('Ed25519', seeds.signing),
    keptHalf('X25519', seeds.agreement),
  ])
  return {
    signing: { publicKey: signingKeyOf(seeds.signing), privateHalf: signing },
    agreement: { publicKey: agreementKeyOf(seeds.agreement), privateHalf: agreement },
  }
}

/** Deterministic (RFC 8032), so there is no chance in it that could be bad, and both ways give the same bytes. */
export async function sign(
  { privateHalf }: Pick<KeyPair, 'privateHalf'>,
  message: Uint8Array,
): Promise<Uint8Array> {
  if (privateHalf.kept === 'hidden')
    return new Uint8Array(await crypto.subtle.sign('Ed25519', privateHalf.key, own(message)))
  const { signWith } = await import('./curves.ts')
  return signWith(privateHalf.seed, message)
}

/**
 * [Note: Strict signatures] Everybody must find the same signatures true, or two people would read two different logs.
 * Engines disagree about keys and points of small order and about numbers written in more than one way, so those are
 * refused here, before any engine is asked. What is left they all judge by one equation, without a cofactor.
 */
export async function verify(claim: {
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
  readonly message: Uint8Array
}): Promise<boolean> {
  const { publicKey, signature, message } = claim
  if (publicKey.length !== keyBytes || signature.length !== signatureBytes) return false
  if (isWeakPoint(publicKey) || isWeakPoint(signature.subarray(0, keyBytes))) return false
  if (!isBelow(signature.subarray(keyBytes), order)) return false

  if (!(await isKnown('Ed25519'))) {
    const { isSignedBy } = await import('./curves.ts')
    return isSignedBy(publicKey, signature, message)
  }
  try {
    return await crypto.subtle.verify('Ed25519', await verifying(publicKey), own(signature), own(message))
  } catch {
    // Some engines refuse bytes that are no point as soon as they are a key.
    return false
  }
}

/** The raw result of X25519. It is no key yet: whoever asks derives one from it, together with both public halves. */
export async function agree(
  { privateHalf }: Pick<KeyPair, 'privateHalf'>,
  theirs: Uint8Array,
): Promise<Agreed> {
  exactly(theirs, keyBytes)
  // Fetched before anything is tried: a file that could not be fetched is not the fault of a key.
  const by =
    privateHalf.kept === 'bare' ? await bareAgreement(privateHalf.seed) : hiddenAgreement(privateHalf.key)
  try {
    const secret = await by(theirs)
    // RFC 7748, 6.1. Engines look as well, but not all of them, and not always.
    return secret.some((byte) => byte !== 0) ? { ok: true, secret } : { ok: false, why: 'bad-key' }
  } catch {
    // With a key of our own and 32 bytes of theirs, there is nothing else to complain about.
    return { ok: false, why: 'bad-key' }
  }
}

/** Seeds go where they cannot be read again, if there is such a place. */
export async function keptHalf(curve: Curve, seed: Uint8Array): Promise<PrivateHalf> {
  exactly(seed, keyBytes)
  if (!(await isKnown(curve))) return { kept: 'bare', seed: seed.slice() }
  // RFC 8410, 7. WebCrypto takes no bare seed.
  const wrapped = new Uint8Array([...pkcs8Of[curve], ...seed])
  const key = await crypto.subtle.importKey('pkcs8', wrapped, curve, false, [usageOf[curve]])
  wrapped.fill(0)
  return { kept: 'hidden', key }
}

/** Version 0, the curve's object identifier (1.3.101.112 or .110), and the place of 32 bytes in two octet strings. */
const pkcs8Of = {
  Ed25519: [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20],
  X25519: [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20],
}

async function createPair(curve: Curve): Promise<KeyPair> {
  if (await isKnown(curve)) {
    const pair = (await crypto.subtle.generateKey(curve, false, [usageOf[curve]])) as CryptoKeyPair
    // Public halves can always be read, whatever was asked for the private one.
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    return { publicKey, privateHalf: { kept: 'hidden', key: pair.privateKey } }
  }
  const { drawSeed, signingKeyOf, agreementKeyOf } = await import('./curves.ts')
  const seed = drawSeed()
  const publicKey = curve === 'Ed25519' ? signingKeyOf(seed) : agreementKeyOf(seed)
  return { publicKey, privateHalf: { kept: 'bare', seed } }
}

type Agreement = (theirs: Uint8Array) => Uint8Array | Promise<Uint8Array>

async function bareAgreement(seed: Uint8Array): Promise<Agreement> {
  const { agreeWith } = await import('./curves.ts')
  return (theirs) => agreeWith(seed, theirs)
}

function hiddenAgreement(key: CryptoKey): Agreement {
  return async (theirs) => {
    const their = await crypto.subtle.importKey('raw', own(theirs), 'X25519', false, [])
    const bits = await crypto.subtle.deriveBits({ name: 'X25519', public: their }, key, 8 * keyBytes)
    return new Uint8Array(bits)
  }
}

/** To bring in a key takes longer than to verify with it, and a space has few of them, each asked thousands of times. */
const keyByBytes = new Map<string, Promise<CryptoKey>>()
const rememberedMax = 64

function verifying(publicKey: Uint8Array): Promise<CryptoKey> {
  const name = publicKey.toString()
  const remembered = keyByBytes.get(name)
  if (remembered) return remembered
  if (keyByBytes.size === rememberedMax) keyByBytes.clear()
  const imported = crypto.subtle.importKey('raw', own(publicKey), 'Ed25519', false, ['verify'])
  keyByBytes.set(name, imported)
  return imported
}

/** Asked once for each curve: a browser does not learn while it runs. */
const known = new Map<Curve, Promise<boolean>>()

function isKnown(curve: Curve): Promise<boolean> {
  const asked = known.get(curve) ?? canImport(curve)
  known.set(curve, asked)
  return asked
}

/** By a public key, the base point: making a pair to find out would be slower. */
async function canImport(curve: Curve): Promise<boolean> {
  const base = curve === 'X25519' ? little(9n) : new Uint8Array([0x58, ...new Array<number>(31).fill(0x66)])
  try {
    await crypto.subtle.importKey('raw', base, curve, false, curve === 'X25519' ? [] : ['verify'])
    return true
  } catch {
    return false
  }
}

const field = little(2n ** 255n - 19n)
const order = little(2n ** 252n + 27742317777372353535851937790883648493n)

/**
 * The y of all eight points of small order: 0, 1, −1 and two more, each with both signs of x. The two are roots of
 * d·y⁴ + 2y² = 1, as a test works out again.
 */
const smallOrder = [
  little(0n),
  little(1n),
  little(2n ** 255n - 20n),
  little(0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n),
  little(0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7n),
]

/** Of small order, or a y written otherwise than as the one number below the field's prime that it is. */
function isWeakPoint(point: Uint8Array): boolean {
  const y = point.slice()
  // The last bit is the sign of x.
  y[31]! &= 0x7f
  return !isBelow(y, field) || smallOrder.some((weak) => weak.every((byte, at) => byte === y[at]))
}

/** Little-endian, both of one length. Nothing that is compared here is secret. */
function isBelow(number: Uint8Array, bound: Uint8Array): boolean {
  const at = number.findLastIndex((byte, place) => byte !== bound[place])
  return at >= 0 && number[at]! < bound[at]!
}

function little(number: bigint): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: keyBytes }, (_, at) => Number((number >> BigInt(8 * at)) & 0xffn))
}

/** WebCrypto takes no memory that is shared between threads, and none of ours is. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
