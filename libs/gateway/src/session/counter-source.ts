import { VaultError, type Vault } from '#security/vault/port.js';

/** Invocation counter values that one reservation takes: a crash costs at most these. */
export const COUNTER_BLOCK = 64;

/** No step between two refills uses more: AARQ, HLS proof and its ACTION, or a request and its next block. */
const LOW_WATER = 8;

interface Block {
  next: number;
  readonly end: number;
}

/**
 * Numbers that the vault has durably reserved for this session. The protocol takes them one by one and cannot wait,
 * so the owner refills whenever few are left.
 */
export class CounterSource {
  private readonly blocks: Block[];

  private constructor(
    private readonly vault: Pick<Vault, 'reserveCounters'>,
    private readonly device: string,
    private readonly keyId: string,
    /** The first number that the session may use. */
    readonly first: number,
  ) {
    this.blocks = [{ next: first, end: first + COUNTER_BLOCK }];
  }

  /** @returns undefined when the counter is unknown and must be read from the meter. @throws VaultError */
  static async reserve(vault: Pick<Vault, 'reserveCounters'>, device: string, keyId: string): Promise<CounterSource | undefined> {
    const reserved = await vault.reserveCounters(device, keyId, COUNTER_BLOCK);
    return reserved === undefined ? undefined : new CounterSource(vault, device, keyId, reserved.first);
  }

  /** True when `refill` is due before the next step. */
  get low(): boolean {
    return this.blocks.reduce((left, { next, end }) => left + end - next, 0) < LOW_WATER;
  }

  /** @throws VaultError, also when the counter has become unknown meanwhile */
  async refill(): Promise<void> {
    const reserved = await this.vault.reserveCounters(this.device, this.keyId, COUNTER_BLOCK);
    if (reserved === undefined) throw new VaultError('VAULT_FAILED', 'the invocation counter became unknown during the session');
    this.blocks.push({ next: reserved.first, end: reserved.first + COUNTER_BLOCK });
  }

  /** The next number; never the same twice. */
  take(): number {
    const [block] = this.blocks;
    if (block === undefined) throw new Error('invocation counters were used without being reserved');
    const number = block.next++;
    if (block.next === block.end) this.blocks.shift();
    return number;
  }
}
