import { createDecipheriv } from 'node:crypto';

import type { MbusDevice } from './mbus-device.js';

/** A key as it was sent to an M-Bus device, opened. */
export interface TransportedKey {
  /** 0 user key, 1 firmware update authentication key, 2 optical port key. */
  readonly keyId: number;
  readonly key: Buffer;
}

const keySize = 16;
const tagSize = 8;
const counterSize = 4;
const userKey = 0;

/**
 * Opens a key that was encrypted under a device's default key: on DSMR 4 with AES-128-CBC, zero IV and no padding, on SMR 5 as
 * counter || AES-GCM{key id, length, key} with a tag of 8 octets. Undefined when it does not open.
 */
export function openTransportedKey(device: MbusDevice, defaultKey: Buffer, wrapped: Uint8Array): TransportedKey | undefined {
  if (wrapped.length === keySize) return { keyId: userKey, key: decryptCbc(defaultKey, wrapped) };
  if (wrapped.length !== counterSize + 2 + keySize + tagSize) return undefined;
  // The number in the IV is BCD on the M-Bus; head-ends that take it as plain number exist.
  const numbers = [Number.parseInt(String(device.identificationNumber), 16), device.identificationNumber];
  for (const number of numbers) {
    const opened = decryptGcm(defaultKey, wrapped, initialisationVector(device, number, wrapped));
    const [keyId, length] = opened ?? [];
    if (opened !== undefined && keyId !== undefined && length === keySize) return { keyId, key: opened.subarray(2) };
  }
  return undefined;
}

function decryptCbc(key: Buffer, wrapped: Uint8Array): Buffer {
  const cipher = createDecipheriv('aes-128-cbc', key, Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(wrapped), cipher.final()]);
}

function decryptGcm(key: Buffer, wrapped: Uint8Array, iv: Buffer): Buffer | undefined {
  const cipher = createDecipheriv('aes-128-gcm', key, iv, { authTagLength: tagSize });
  cipher.setAuthTag(wrapped.subarray(wrapped.length - tagSize));
  const plain = cipher.update(wrapped.subarray(counterSize, wrapped.length - tagSize));
  try {
    cipher.final();
    return plain;
  } catch {
    return undefined;
  }
}

/** Number and manufacturer, least significant octet first, version 50, medium 03, and the counter that leads the message. */
function initialisationVector({ manufacturer }: MbusDevice, number: number, wrapped: Uint8Array): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32LE(number, 0);
  iv.writeUInt16LE(manufacturer, 4);
  iv[6] = 0x50;
  iv[7] = 0x03;
  iv.set(wrapped.subarray(0, counterSize), 8);
  return iv;
}
