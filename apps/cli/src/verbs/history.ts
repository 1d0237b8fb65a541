import type { RecordedEvent } from '#event-sourcing';
import { CliError, EXIT } from '../cli-error.js';
import type { OpenRecord } from '../record.js';
import type { Output } from '../output.js';

export interface HistoryOptions {
  readonly after?: number;
  readonly limit: number;
  readonly type?: readonly string[];
}

/** Prints the events of a device, oldest first. @throws CliError exit code 1 when there is no such device */
export async function history({ devices }: OpenRecord, device: string, { after, limit, type }: HistoryOptions, output: Output): Promise<number> {
  if ((await devices.load(device)).revision < 0) throw new CliError(EXIT.bad, `nothing is recorded of device ${device}`);
  const events = await devices.history(device, {
    limit,
    ...(after === undefined ? {} : { after }),
    ...(type === undefined ? {} : { types: type }),
  });
  for (const event of events) output.row(event, () => line(event));
  return EXIT.good;
}

function line({ revision, recordedAt, type, actor, data }: RecordedEvent): string {
  return `${String(revision).padStart(6)}  ${recordedAt}  ${type.padEnd(26)}  ${actor}  ${JSON.stringify(data)}`;
}
