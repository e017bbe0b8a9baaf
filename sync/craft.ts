/**
 * The cryptography of a line, as one door. `craft` is the real one, and there is no other in the app.
 *
 * Why a door at all: the tests live through tens of thousands of histories, and a signature takes as long as all the rest
 * of a step. Theirs keeps the same promises (who lacks the key cannot read, what was changed is seen) by simpler means.
 */

import { sha256 } from '../crypto/derive.ts'
import { epochCommitment, openGrant, sealGrant } from '../crypto/grant.ts'
import { createDeviceKeys, sign, verify } from '../crypto/keys.ts'
import { changeToSign, packetKey, parcelHeader, slotKey, slotName } from '../crypto/packet.ts'
import { createWrappingKey, unwrap, wrap } from '../crypto/wrap.ts'
import { openParcel, sealParcel } from './parcel.ts'

export const craft = {
  sha256,
  createDeviceKeys,
  sign,
  verify,
  epochCommitment,
  sealGrant,
  openGrant,
  packetKey,
  slotKey,
  slotName,
  parcelHeader,
  changeToSign,
  sealParcel,
  openParcel,
  createWrappingKey,
  wrap,
  unwrap,
}
export type Craft = typeof craft
