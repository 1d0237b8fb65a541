import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { built } from './repository-root.js';

const KEPT_LINES = 2_000;

/** Without settings of the one who runs the tests: a child has those that the test gives it. */
const surroundings = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('METERLOG_')));

/** A program of the repository in a process of its own, with its output at hand. */
export class ChildProgram {
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #taps = new Set<(bytes: Buffer) => void>();
  readonly exited: Promise<number | null>;

  /** `core`: the only CPU core it may run on (`taskset`). */
  constructor(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, core?: number) {
    const command = [...(core === undefined ? [] : ['taskset', '-c', String(core)]), process.execPath, built(program), ...args] as const;
    this.#process = spawn(command[0] ?? process.execPath, command.slice(1), {
      env: { ...surroundings(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = new Promise((resolve) => this.#process.once('exit', (code) => resolve(code)));
    void this.exited.then(() => this.#changed());
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => this.#read(line));
      stream.on('data', (bytes: Buffer) => this.#taps.forEach((tap) => tap(bytes)));
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** What it printed, the last {@link KEPT_LINES} lines. */
  get output(): readonly string[] {
    return this.#lines;
  }

  /** Hands every byte that it prints from now on to `tap`, also what {@link output} forgets. */
  tap(tap: (bytes: Buffer) => void): void {
    this.#taps.add(tap);
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Asks it to end, insists after `graceMs`. */
  async stop(graceMs = 10_000): Promise<void> {
    if (!this.running) return;
    this.kill('SIGTERM');
    const insist = setTimeout(() => this.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(insist);
  }

  /** Resolves with the first line that fits. @throws when the program ends or `withinMs` passes first; the message holds its output */
  async line(fits: (line: string) => boolean, withinMs = 60_000): Promise<string> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const found = this.#lines.find(fits);
      if (found !== undefined) return found;
      if (!this.running) throw new Error(`the program ended with ${this.#process.exitCode}:\n${this.#lines.join('\n')}`);
      if (Date.now() >= deadline) throw new Error(`no such line within ${withinMs} ms:\n${this.#lines.join('\n')}`);
      await this.#next(deadline - Date.now());
    }
  }

  #next(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#listeners.add(done);
    });
  }

  #read(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
