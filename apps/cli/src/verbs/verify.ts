import { verifyStream, type ChainHead } from '#event-sourcing';
import type { StoredEvent } from '#eventstore/port.js';
import { deviceStream } from '#orchestration';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import type { Output } from '../output.js';
import type { OpenRecord } from '../record.js';

const PAGE = 1_000;

interface VerifyOptions extends Common {
  readonly all?: true;
}

export function verifyVerb(cli: Cli): void {
  cli
    .verb('verify [device]', 'recomputes the hash chain of a device, or of everything', 'verify --all')
    .option('--all', 'every stream')
    .action((device: string | undefined, options: VerifyOptions) => {
      if ((device === undefined) !== (options.all === true)) throw new CliError(EXIT.usage, 'give a device, or --all');
      return cli.reading(options, (record, output) => verify(record, device, output));
    });
}

/**
 * Recomputes the hash chain of one device, or of every stream, from the stored bytes, and prints where a chain breaks.
 * Answers exit code 1 then. What was cut off at the end of a stream does not show in its own chain.
 */
async function verify(record: OpenRecord, device: string | undefined, output: Output): Promise<number> {
  const check = new ChainCheck();
  if (device === undefined) await everything(record, check);
  else await oneStream(record, device, check);
  for (const { stream, revision, reason } of check.broken)
    output.row({ stream, revision, reason }, () => `${stream}: broken at revision ${revision} (${reason})`);
  const summary = { events: check.events, streams: check.streams, broken: check.broken.length };
  output.row(summary, () => `${summary.events} events in ${summary.streams} streams verified, ${summary.broken} broken`);
  return summary.broken === 0 ? EXIT.good : EXIT.bad;
}

async function everything({ store }: OpenRecord, check: ChainCheck): Promise<void> {
  let after = 0;
  for (let atEnd = false; !atEnd;) {
    const page = await store.readAll({ after, limit: PAGE });
    for (const [stream, events] of Map.groupBy(page.events, ({ stream: name }) => name)) check.add(stream, events);
    ({ next: after, atEnd } = page);
  }
}

async function oneStream({ store }: OpenRecord, device: string, check: ChainCheck): Promise<void> {
  const stream = deviceStream(device);
  let from = 0;
  for (;;) {
    const events = await store.readStream(stream, { from, limit: PAGE });
    if (events.length > 0) check.add(stream, events);
    if (events.length < PAGE) break;
    from += events.length;
  }
  if (check.streams === 0) throw new CliError(EXIT.bad, `nothing is recorded of device ${device}`);
}

interface Broken {
  readonly stream: string;
  readonly revision: number;
  readonly reason: string;
}

/** Chains that are verified piece by piece. */
class ChainCheck {
  readonly broken: Broken[] = [];
  events = 0;
  /** Undefined: broken, so what follows cannot be told good from bad. */
  readonly #heads = new Map<string, ChainHead | undefined>();

  get streams(): number {
    return this.#heads.size;
  }

  add(stream: string, events: readonly StoredEvent[]): void {
    this.events += events.length;
    const from = this.#heads.get(stream);
    if (from === undefined && this.#heads.has(stream)) return;
    const verdict = verifyStream(events, from === undefined ? {} : { from });
    this.#heads.set(stream, verdict.ok ? verdict.head : undefined);
    if (!verdict.ok) this.broken.push({ stream, revision: verdict.revision, reason: verdict.reason });
  }
}
