import type { CounterMark, SealedKey, SealedSecret } from '../transfer.js';

export type Reservation = { readonly kind: 'reserved'; readonly first: number } | { readonly kind: 'unknown' } | { readonly kind: 'exhausted' };

/** Where the secrets of the vault itself lie. */
export interface SecretStorage {
  secret(name: string): Promise<SealedSecret | undefined>;
  /** Durable when it resolves. What stands under this name stays. */
  keepSecret(secret: SealedSecret): Promise<void>;
}

/**
 * Where a vault lies: sealed bytes and counters only. Every write is durable when its promise resolves.
 * Each function throws VaultError VAULT_FAILED.
 */
export interface VaultStorage extends SecretStorage {
  key(keyId: string): Promise<Omit<SealedKey, 'identity'> | undefined>;
  keyIdOf(device: string, type: string, identity: string): Promise<string | undefined>;
  /** The id of the key that stands for (device, type, identity) now: the one given, or the one that was there. */
  storeKey(key: SealedKey): Promise<string>;
  /** Takes `count` values in one step that no other reservation can share. */
  reserveCounters(device: string, keyId: string, count: number): Promise<Reservation>;
  /** The counter is known, and not below `next`. */
  raiseCounter(device: string, keyId: string, next: number): Promise<void>;
  /** Unknown from now on; how far it was given out stays. */
  forgetCounter(device: string, keyId: string): Promise<void>;
}

/** The invocation counter is an unsigned 32 bit number (DLMS Green Book, security header). */
export const HIGHEST_COUNTER = 0xffffffff;

/** Which of two marks of one counter stands when a vault moves house: the higher; of equal ones the one taken over. */
export function higherMark(standing: Pick<CounterMark, 'next' | 'known'>, taken: Pick<CounterMark, 'next' | 'known'>): boolean {
  return taken.next >= standing.next;
}
