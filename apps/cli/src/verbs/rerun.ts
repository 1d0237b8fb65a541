import { initialState, type RecordedDeviceEvent } from '#domain';
import { rerun, type Difference, type RerunAct } from '#orchestration';
import type { Cli, Common } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import { deviceOfCommand } from '../device-of-command.js';
import type { Output } from '../output.js';
import { Progress } from '../progress.js';
import type { OpenRecord } from '../record.js';
import { todaysPolicies } from '../todays-policies.js';

interface RerunOptions extends Common {
  readonly device?: string;
}

/** Events of a stream read at once. */
const PAGE = 1_000;

export function rerunVerb(cli: Cli): void {
  cli
    .verb(
      'rerun <correlation-uid>',
      'decides a command anew from what was recorded, and shows whether the code of today decides the same',
      'rerun 0197f3c2-6e0a-7c31-9d1e-2f60a1b2c3d4',
    )
    .option('--device <device>', 'whose command it is: the record need not be searched for it')
    .action((correlationUid: string, { device, ...options }: RerunOptions) =>
      cli.reading(options, async (record, output) => {
        const policies = todaysPolicies(cli.environment);
        const whose = device ?? (await searched(record, correlationUid, cli));
        let acts = 0;
        let different = 0;
        for await (const act of rerun(streamOf(record, whose), initialState(whose), correlationUid, policies)) {
          show(act, output);
          acts += 1;
          if (!act.same) different += 1;
        }
        if (acts === 0) throw new CliError(EXIT.bad, `nothing is recorded of command ${correlationUid} in the history of device ${whose}`);
        const told = different === 0 ? 'all decided the same today' : `${different} decided otherwise today`;
        output.row(
          { correlationUid, deviceIdentification: whose, acts, different },
          () => `${acts} acts of command ${correlationUid} on ${whose}: ${told}`,
        );
        return different === 0 ? EXIT.good : EXIT.bad;
      }),
    );
}

/** @throws CliError exit code 1 when no device has such a command */
async function searched({ store }: OpenRecord, correlationUid: string, cli: Cli): Promise<string> {
  const progress = new Progress(cli.terminal ? cli.error : undefined, 'events', await store.head());
  const device = await deviceOfCommand(store, correlationUid, (position) => progress.show(position));
  progress.end();
  if (device === undefined) throw new CliError(EXIT.bad, `there is no command ${correlationUid}`);
  return device;
}

/** The events of a device, in pages: a long history need not be held. */
async function* streamOf({ devices }: OpenRecord, device: string): AsyncGenerator<RecordedDeviceEvent, void, undefined> {
  for (let after = -1; ;) {
    const page = await devices.history(device, { after, limit: PAGE });
    // Of a type that this version does not know, too: it folds to nothing, and no command leads to it.
    yield* page as readonly RecordedDeviceEvent[];
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.revision;
  }
}

function show(act: RerunAct, output: Output): void {
  output.row(act, () => [
    `${act.at}  ${act.command ?? 'no command leads to this'}${act.refusal === null ? '' : `  refused: ${act.refusal}`}`,
    ...act.events.flatMap(({ revision, recorded, today, differences }) => [
      `${String(revision).padStart(6)}  ${(recorded ?? '-').padEnd(26)}  ${(today ?? '-').padEnd(26)}  ${
        recorded === today && differences.length === 0 ? 'same' : 'differs'
      }`,
      ...differences.map(differenceLine),
    ]),
  ]);
}

const differenceLine = ({ path, recorded, today }: Difference): string =>
  `        ${path}: ${JSON.stringify(recorded) ?? '(absent)'} was recorded, ${JSON.stringify(today) ?? '(absent)'} today`;
