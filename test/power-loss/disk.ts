import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.js';
import type { Operation } from './strace-reader.js';

type Change = Extract<Operation, { kind: 'write' | 'truncate' }>;
type Naming = Extract<Operation, { kind: 'create' | 'remove' }>;

/** Bytes and size of a file on the medium. */
class Content {
  bytes = Buffer.alloc(0);
  size = 0;

  copy(): Content {
    const copy = new Content();
    copy.bytes = Buffer.from(this.bytes.subarray(0, this.size));
    copy.size = this.size;
    return copy;
  }

  write(offset: number, bytes: Buffer): void {
    this.#reach(offset + bytes.length);
    bytes.copy(this.bytes, offset);
  }

  truncate(size: number): void {
    this.#reach(size);
    this.bytes.fill(0, size);
    this.size = size;
  }

  #reach(end: number): void {
    if (end > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(end, this.bytes.length * 2));
      this.bytes.copy(grown, 0, 0, this.size);
      this.bytes = grown;
    }
    this.size = Math.max(this.size, end);
  }
}

interface Inode {
  readonly durable: Content;
  /** Since the last sync, in order. */
  pending: Change[];
}

/** Which of the unsynced writes reach the medium: whole ones in order, any whole ones, or any sectors or pages of any. */
const TEARS = ['prefix', 'writes', 'sectors', 'pages'] as const;
type Tear = (typeof TEARS)[number];

const UNIT: Readonly<Record<Tear, number>> = { prefix: Infinity, writes: Infinity, sectors: 512, pages: 4_096 };

/**
 * A disk as a file system may leave it: what was synced is there; of what was not, anything may be, also parts of a write, and files may have grown without
 * their bytes. Names change in order, and are there for certain only when their directory was synced.
 */
export class Disk {
  readonly #named = new Map<string, Inode>();
  readonly #durablyNamed = new Map<string, Inode>();
  #namings: { readonly change: Naming; readonly inode: Inode }[] = [];

  apply(operation: Operation): void {
    switch (operation.kind) {
      case 'create':
        this.#name(operation, { durable: new Content(), pending: [] });
        return;
      case 'remove':
        this.#name(operation, this.#inode(operation.file));
        return;
      case 'write':
      case 'truncate':
        this.#inode(operation.file).pending.push(operation);
        return;
      case 'sync': {
        const inode = this.#inode(operation.file);
        for (const change of inode.pending) applyChange(inode.durable, change);
        inode.pending = [];
        return;
      }
      case 'sync-directory':
        for (const { change, inode } of this.#namings) rename(this.#durablyNamed, change, inode);
        this.#namings = [];
        return;
      case 'acknowledge':
    }
  }

  /** Writes one of the states that a crash now could leave to an empty `directory`, and answers how it came about. */
  crash(directory: string, random: Random): string {
    const tear = random.pick(TEARS);
    const likelihood = random.pick([0, 0.1, 0.5, 0.9, 1]);
    const names = new Map(this.#durablyNamed);
    const kept = random.below(this.#namings.length + 1);
    for (const { change, inode } of this.#namings.slice(0, kept)) rename(names, change, inode);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    for (const [file, inode] of names) writeFileSync(join(directory, file), remains(inode, tear, likelihood, random));
    return `${tear} with likelihood ${likelihood}, ${kept} of ${this.#namings.length} names`;
  }

  #name(change: Naming, inode: Inode): void {
    rename(this.#named, change, inode);
    this.#namings.push({ change, inode });
  }

  #inode(file: string): Inode {
    const inode = this.#named.get(file);
    if (inode === undefined) throw new Error(`${file} was used before it was created`);
    return inode;
  }
}

function rename(names: Map<string, Inode>, change: Naming, inode: Inode): void {
  if (change.kind === 'create') names.set(change.file, inode);
  else names.delete(change.file);
}

function applyChange(content: Content, change: Change): void {
  if (change.kind === 'write') content.write(change.offset, change.bytes);
  else content.truncate(change.size);
}

function remains({ durable, pending }: Inode, tear: Tear, likelihood: number, random: Random): Buffer {
  const content = durable.copy();
  const changes = tear === 'prefix' ? pending.slice(0, Math.round(likelihood * pending.length)) : pending;
  for (const change of changes) {
    if (change.kind === 'truncate') {
      if (tear === 'prefix' || random.chance(likelihood)) content.truncate(change.size);
    } else if (tear === 'prefix') content.write(change.offset, change.bytes);
    else someOf(change, UNIT[tear], content, likelihood, random);
  }
  return content.bytes.subarray(0, content.size);
}

function someOf({ offset, bytes }: Extract<Change, { kind: 'write' }>, unit: number, content: Content, likelihood: number, random: Random): void {
  for (let at = 0; at < bytes.length;) {
    // Parts end where sectors of the file end, not where the write began.
    const end = unit === Infinity ? bytes.length : Math.min(bytes.length, at + unit - ((offset + at) % unit));
    if (random.chance(likelihood)) content.write(offset + at, bytes.subarray(at, end));
    else if (random.chance(0.05) && content.size < offset + end) content.truncate(offset + end);
    at = end;
  }
}
