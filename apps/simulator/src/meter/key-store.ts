import { randomBytes } from 'node:crypto';

import { DlmsError, InvocationWindow, unwrapKey, type Data } from '#dlms';
import type { ServerKeys } from '#dlms/server/index.js';

import type { MeterKeys } from './identity.js';

/** What the counter of a new meter stands at. */
const firstCounter = 12_345;

/** Key ids of global_key_transfer (Blue Book, class 64 method 2); the broadcast key is not used. */
const transferable: Readonly<Record<number, keyof MeterKeys>> = { 0: 'encryptionKey', 2: 'authenticationKey', 3: 'masterKey' };

/** The keys of a meter, and the two counters that belong to its encryption key. They survive a restart of the meter. */
export class KeyStore {
  // Most meters of a large fleet are never dialled: their keys follow from the seed and are not kept.
  private changed: MeterKeys | undefined;
  private inForce: ServerKeys | undefined;
  private accepted = firstCounter;
  private own = { next: 1 };

  /** @param factory the keys that the meter came with */
  constructor(private readonly factory: () => MeterKeys) {}

  get keys(): MeterKeys {
    return this.changed ?? this.factory();
  }

  get serverKeys(): ServerKeys {
    return (this.inForce ??= this.serving(new InvocationWindow(this.accepted)));
  }

  /** Last invocation counter accepted under the encryption key, 0 when there was none. */
  get lastAccepted(): number {
    return Math.max(0, this.inForce?.window.last ?? this.accepted);
  }

  /** Keeps no more than must be known when nobody is connected. */
  rest(): void {
    this.accepted = this.inForce?.window.last ?? this.accepted;
    this.inForce = undefined;
  }

  /** Takes new keys; a new encryption key begins with new counters. */
  change(keys: Partial<MeterKeys>): void {
    const before = this.keys;
    const { window } = this.serverKeys;
    this.changed = { ...before, ...keys };
    const sameKey = this.changed.encryptionKey.equals(before.encryptionKey);
    // What is still answered under the old key goes on with the old counter.
    if (!sameKey) this.own = { next: 1 };
    this.inForce = this.serving(sameKey ? window : new InvocationWindow());
  }

  /** global_key_transfer: all keys of the array, or none when one of them does not unwrap. */
  transfer(parameter: Data | undefined): boolean {
    if (parameter?.type !== 'array' || parameter.value.length === 0) return false;
    const changes: { -readonly [K in keyof MeterKeys]?: MeterKeys[K] } = {};
    for (const element of parameter.value) {
      const [id, wrapped] = element.type === 'structure' ? element.value : [];
      const name = id?.type === 'enum' ? transferable[id.value] : undefined;
      const key = wrapped?.type === 'octet-string' ? unwrapped(this.keys.masterKey, wrapped.value) : undefined;
      if (name === undefined || key === undefined) return false;
      changes[name] = key;
    }
    this.change(changes);
    return true;
  }

  private serving(window: InvocationWindow): ServerKeys {
    const { encryptionKey, authenticationKey } = this.keys;
    const { own } = this;
    return { encryptionKey, authenticationKey, window, nextInvocationCounter: () => own.next++ };
  }
}

/** A challenge for HLS, 16 octets. */
export function newChallenge(): Uint8Array {
  return randomBytes(16);
}

function unwrapped(masterKey: Uint8Array, wrapped: Uint8Array): Buffer | undefined {
  try {
    const key = unwrapKey(masterKey, wrapped);
    return key.length === 16 ? key : undefined;
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
