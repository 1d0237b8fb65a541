import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { plannedOperations } from '#contract/dto/index.js';
import { Offers, NOTHING } from './offers.js';
import { PENDING } from './pending.js';
import { contractReport, type Report } from './report.js';

// On a busy machine, too.
jest.setTimeout(60_000);

describe('The contract report', () => {
  let offers: Offers;
  let report: Report;
  beforeAll(() => {
    offers = new Offers();
    report = contractReport(PENDING, offers);
  });

  const named = ({ lines }: Report, name: string) => lines.find((line) => line.name === name);

  it('has every exchange, every bundle action and every operation that clients know', () => {
    const counts = Map.groupBy(report.lines, ({ kind }) => kind);
    expect([...counts].map(([kind, { length }]) => [kind, length])).toEqual([
      ['exchange', 63],
      ['bundle action', 45],
      ['seed entry', 92],
    ]);
  });

  it('finds nothing missing but what is listed as pending, and nothing listed that is there', () => {
    expect(report.lines.filter(({ missing }) => missing.length > 0).map(({ name, missing }) => [name, missing])).toEqual([]);
    expect(report.stale).toEqual([]);
  });

  it('waits for everything that is refused as planned', () => {
    expect(plannedOperations().filter((name) => !PENDING.has(name))).toEqual([]);
  });

  it('tells what there is of an operation', () => {
    expect(named(report, 'FindEvents')).toMatchObject({
      dto: 'FindEventsRequestDto',
      handler: 'libs/gateway/src/operations/index.ts',
      test: 'test/e2e/matrix/reads.ts',
      route: 'POST /v1/commands/FindEvents',
      missing: [],
    });
    expect(named(report, 'SmartMeteringMonitoring.GetProfileGenericData')).toMatchObject({ operation: 'GetProfileGenericData' });
    expect(named(report, 'SmartMeteringInstallation.GetAddDeviceResponse')).toMatchObject({
      operation: 'AddDevice',
      route: 'GET /v1/commands/:correlationUid',
    });
  });

  it('tells by name what is missing when it is not listed', () => {
    const without = contractReport(new Map([...PENDING].filter(([name]) => name !== 'ReplaceKeys')), offers);
    expect(without.lines.filter(({ missing }) => missing.length > 0).map(({ name }) => name)).toEqual([
      'ReplaceKeys',
      'SetKeys',
      'SmartMeteringConfiguration.ReplaceKeys',
      'SmartMeteringConfiguration.GetReplaceKeysResponse',
    ]);
  });

  it.each(['definition', 'dto', 'handler', 'test', 'route'] as const)('tells that the %s of an operation is missing', (part) => {
    const lacking = {
      of: (name: string) => (name === 'GetGsmDiagnostic' ? { ...offers.of(name), [part]: undefined } : offers.of(name)),
      route: (route: string) => offers.route(route),
      file: (path: string) => offers.file(path),
    };
    expect(named(contractReport(PENDING, lacking as Offers), 'GetGsmDiagnostic')?.missing).toEqual([part]);
  });

  it('tells what is listed for nothing', () => {
    expect(contractReport(new Map([...PENDING, ['FindEvents', 'nothing'], ['Nonsense', 'nothing']]), offers).stale).toEqual([
      'FindEvents',
      'Nonsense',
    ]);
  });

  it('finds neither routes nor files that are not there', () => {
    expect([offers.of('Nonsense'), offers.route('POST /v1/commands/Nonsense'), offers.file('apps/none.ts')]).toEqual([NOTHING, undefined, undefined]);
  });
});
