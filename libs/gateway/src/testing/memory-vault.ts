import { VaultError, type KeyReference, type Vault } from '#security/vault/port.js';

interface Counter {
  next: number;
  known: boolean;
}

/** A vault for tests: keeps what it handed out, to show that it was zeroed. */
export class MemoryVault implements Vault {
  readonly handedOut: Uint8Array[] = [];
  readonly reservations: { readonly first: number; readonly count: number }[] = [];
  forgotten = 0;
  private readonly keys = new Map<string, Uint8Array>();
  private readonly counters = new Map<string, Counter>();

  store(device: string, type: string, key: Uint8Array): Promise<KeyReference> {
    const keyId = `${device}/${type}`;
    this.keys.set(keyId, Uint8Array.from(key));
    return Promise.resolve({ keyId, fingerprint: keyId });
  }

  read(keyId: string): Promise<Uint8Array> {
    const key = this.keys.get(keyId);
    if (key === undefined) return Promise.reject(new VaultError('KEY_NOT_PRESENT', `${keyId} is not present`));
    const copy = Uint8Array.from(key);
    this.handedOut.push(copy);
    return Promise.resolve(copy);
  }

  reserveCounters(device: string, keyId: string, count: number): Promise<{ readonly first: number } | undefined> {
    const counter = this.counters.get(`${device}/${keyId}`);
    if (counter?.known !== true) return Promise.resolve(undefined);
    const first = counter.next;
    counter.next += count;
    this.reservations.push({ first, count });
    return Promise.resolve({ first });
  }

  setCounter(device: string, keyId: string, next: number): Promise<void> {
    const before = this.counters.get(`${device}/${keyId}`)?.next ?? 0;
    this.counters.set(`${device}/${keyId}`, { next: Math.max(before, next), known: true });
    return Promise.resolve();
  }

  forgetCounter(device: string, keyId: string): Promise<void> {
    this.forgotten += 1;
    const counter = this.counters.get(`${device}/${keyId}`);
    if (counter !== undefined) counter.known = false;
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
