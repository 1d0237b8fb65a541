import { dirname } from 'node:path';

/** What a process did to the files below one directory, and what it told the outside. Files go by their names in that directory. */
export type Operation =
  | { readonly kind: 'create'; readonly file: string }
  | { readonly kind: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'remove'; readonly file: string }
  /** When it ended. What was written to the file before it is durable. */
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'sync-directory' }
  /** When it began. */
  | { readonly kind: 'acknowledge'; readonly position: number; readonly id: string };

const STDOUT = 1;
const UNFINISHED = ' <unfinished ...>';

const fromHex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');

interface Call {
  readonly name: string;
  readonly args: string;
}

/**
 * Reads lines of `strace -f -y -xx`: all strings in hex, descriptors with their paths. A write counts from when it began, a sync from when it
 * ended: between the two of one call strace may show calls of other threads.
 */
export class StraceReader {
  readonly operations: Operation[] = [];
  readonly #unfinished = new Map<string, Call>();
  readonly #known = new Set<string>();

  constructor(private readonly directory: string) {}

  read(line: string): void {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>/.exec(text);
    if (resumed !== null) {
      const call = this.#unfinished.get(thread);
      this.#unfinished.delete(thread);
      if (call !== undefined && isSync(call.name)) this.#ended(call, text);
      return;
    }
    const begun = /^(\w+)\((.*)$/.exec(text);
    if (begun === null) return;
    const call = { name: begun[1] ?? '', args: begun[2] ?? '' };
    if (text.endsWith(UNFINISHED)) this.#unfinished.set(thread, call);
    if (!isSync(call.name)) this.#began(call);
    else if (!text.endsWith(UNFINISHED)) this.#ended(call, text);
  }

  #began({ name, args }: Call): void {
    switch (name) {
      case 'openat':
        if (args.includes('O_CREAT')) this.#created(fromHex(/^[^,]*, "([^"]*)"/.exec(args)?.[1] ?? '').toString());
        return;
      case 'pwrite64':
        this.#written(args);
        return;
      case 'write':
        if (Number.parseInt(args, 10) === STDOUT) this.#acknowledged(args);
        else this.#refuse(name, args);
        return;
      case 'ftruncate': {
        const file = this.#fileOf(args);
        if (file !== undefined) this.operations.push({ kind: 'truncate', file, size: Number(/, (\d+)/.exec(args)?.[1]) });
        return;
      }
      case 'unlink':
      case 'unlinkat': {
        const file = this.#nameOf(fromHex(/"([^"]*)"/.exec(args)?.[1] ?? '').toString());
        if (file === undefined || !this.#known.delete(file)) return;
        this.operations.push({ kind: 'remove', file });
        return;
      }
      default:
        this.#refuse(name, args);
    }
  }

  #ended({ args }: Call, text: string): void {
    if (!text.endsWith('= 0')) return;
    const path = pathOf(args);
    const file = this.#nameOf(path);
    if (file !== undefined) this.operations.push({ kind: 'sync', file });
    else if (path === this.directory) this.operations.push({ kind: 'sync-directory' });
  }

  #created(path: string): void {
    const file = this.#nameOf(path);
    if (file === undefined || this.#known.has(file)) return;
    this.#known.add(file);
    this.operations.push({ kind: 'create', file });
  }

  #written(args: string): void {
    const file = this.#fileOf(args);
    if (file === undefined) return;
    const [, bytes = '', offset = ''] = /, "([^"]*)", \d+, (\d+)/.exec(args) ?? [];
    this.operations.push({ kind: 'write', file, offset: Number(offset), bytes: fromHex(bytes) });
  }

  #acknowledged(args: string): void {
    const text = fromHex(/"([^"]*)"/.exec(args)?.[1] ?? '').toString();
    for (const [, position, id = ''] of text.matchAll(/^(\d+) (\S+)$/gm))
      this.operations.push({ kind: 'acknowledge', position: Number(position), id });
  }

  /** A call that changes our files in a way that is not modelled would make the whole test worthless. */
  #refuse(name: string, args: string): void {
    if (this.#fileOf(args) !== undefined) throw new Error(`the store uses ${name}, which this test does not know`);
  }

  #fileOf(args: string): string | undefined {
    return this.#nameOf(pathOf(args));
  }

  /** `-shm` is an index that is made anew at every start; `lock` files hold nothing. */
  #nameOf(path: string): string | undefined {
    if (dirname(path) !== this.directory || path.endsWith('-shm')) return undefined;
    return path.slice(this.directory.length + 1);
  }
}

const isSync = (name: string): boolean => name === 'fsync' || name === 'fdatasync';

/** The path that `-y` shows behind the descriptor. */
function pathOf(args: string): string {
  return fromHex(/^\d+<([^>]*)>/.exec(args)?.[1] ?? '').toString();
}
