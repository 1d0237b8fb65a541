import type { Moment } from '#event-sourcing';
import { CliError, EXIT } from '../cli-error.js';
import type { Output } from '../output.js';
import type { OpenRecord } from '../record.js';

/** Prints the state of a device now or at a moment. @throws CliError exit code 1 when nothing was known then */
export async function state({ devices }: OpenRecord, device: string, moment: Moment | undefined, output: Output): Promise<number> {
  const loaded = await devices.load(device);
  const past = moment === undefined ? (loaded.revision < 0 ? undefined : loaded) : await devices.stateAt(device, moment);
  if (past === undefined) throw new CliError(EXIT.bad, `nothing is known of device ${device}${moment === undefined ? '' : ' at that moment'}`);
  const shown = { deviceIdentification: device, revision: past.revision, hash: past.hash, state: past.state };
  output.row(shown, () => JSON.stringify(shown, null, 2));
  return EXIT.good;
}
