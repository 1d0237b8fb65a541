import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { PYTHON_VARIABLE, runGuruxClient, type CheckResult } from './gurux-client.js';
import { guruxJob, nameOf } from './gurux-jobs.js';
import { framings, profileNames, securityLevels, startInteropFleet, type Framing, type InteropFleet, type SecurityLevel } from './interop-fleet.js';
import { matrixOf } from './matrix.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const common = [
  'public_client',
  'associate',
  'association_view',
  'attributes',
  'clock',
  'with_list',
  'by_range',
  'by_entry',
  'set_and_read_back',
  'set_in_blocks',
  'action',
  'release',
];
const ofFraming: Readonly<Record<Framing, readonly string[]>> = { wrapper: [], hdlc: ['hdlc_parameters'] };
const ofLevel: Readonly<Record<SecurityLevel, readonly string[]>> = {
  none: [],
  lls: ['wrong_key'],
  hls5: ['wrong_key', 'stale_counter', 'general_ciphering', 'dedicated_key', 'key_transfer'],
};
const allChecks = [...common, ...ofFraming.hdlc, ...ofLevel.hls5];
const cases = framings.flatMap((framing) =>
  securityLevels.flatMap((level) =>
    profileNames.map((profile) => [`${profile} ${level} ${framing}`, [...common, ...ofFraming[framing], ...ofLevel[level]]] as const),
  ),
);

/** Service, class, logical name, number and result of what the checks change. */
const changes = [
  ['SET', 1, '0.0.97.98.10.255', 2, 0],
  ['SET', 1, '0.0.97.98.10.255', 2, 0],
  ['SET', 11, '0.0.11.0.0.255', 2, 0],
  ['ACTION', 20, '0.0.13.0.0.255', 1, 0],
];
const keyTransfer = ['ACTION', 64, '0.0.43.0.0.255', 2, 0];

const python = process.env[PYTHON_VARIABLE];
if (python === undefined) process.stderr.write(`skipped: no independent DLMS client, since ${PYTHON_VARIABLE} does not name a Python that has it\n`);

(python === undefined ? describe.skip : describe)('an independent client, gurux-dlms, agrees with the fleet', () => {
  const fleets: InteropFleet[] = [];
  const results: CheckResult[] = [];

  beforeAll(async () => {
    await Promise.all(
      framings.map(async (framing) => {
        const fleet = await startInteropFleet(framing);
        fleets.push(fleet);
        const jobs = fleet.meters.map((meter) => guruxJob(meter, framing));
        results.push(...(await runGuruxClient(python ?? '', jobs)));
      }),
    );
  }, 600_000);

  afterAll(async () => {
    await Promise.all(fleets.map(async (fleet) => fleet.stop()));
    const names = cases.map(([meter]) => meter);
    process.stderr.write(`\n${matrixOf(allChecks, names, results)}\n\n`);
  });

  it.each(cases)('%s', (name, checks) => {
    const found = results.filter(({ meter }) => meter === name);
    expect(found.filter(({ ok }) => !ok)).toEqual([]);
    expect(found.map(({ check }) => check)).toEqual(checks);
  });

  it('wrote and invoked what the meters say was written and invoked', async () => {
    const meters = fleets.flatMap((fleet) => fleet.meters.map((meter) => [fleet, meter] as const));
    expect(meters.map(([{ framing }, meter]) => nameOf(meter, framing)).toSorted()).toEqual(cases.map(([name]) => name).toSorted());
    for (const [fleet, meter] of meters) {
      const entries = (await fleet.journal(meter)).map(({ service, classId, obis, index, result }) => [service, classId, obis, index, result]);
      expect(entries).toEqual([...changes, ...(meter.security === 'hls5' ? [keyTransfer] : [])]);
    }
  });
});
