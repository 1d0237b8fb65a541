import { describe, expect, it } from '@jest/globals';
import { DEVICE_FUNCTION_GROUPS, groupsOf, OPERATIONS, type DeviceFunctionGroup, type OperationName } from '#contract';
import type { Outcome } from '#event-sourcing/testing/decider-specification.js';
import type { AcceptOperation } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { DEFAULT_POLICY, uniformPolicies } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import { initialState } from '../state.js';
import { device } from '../testing/device-specification.js';
import { accept, addDevice, ADD_DEVICE_DATA, DEVICE, NOW, registered, UID } from '../testing/samples.js';
import { decide } from './index.js';

const granted = (functionGroup: string, organisation = 'grid'): DeviceEvent => ({
  type: 'DeviceAuthorizationGranted',
  data: { organisation, functionGroup },
});
const unauthorized = (error: unknown): boolean => error instanceof CommandRefusedError && error.code === 'UNAUTHORIZED';
/** Nothing is thrown, whatever is recorded. */
const allows = (outcome: Pick<Outcome<DeviceEvent>, 'thenThrows'>): void => expect(() => outcome.thenThrows()).toThrow();
const byGrid = (operation: OperationName, data: unknown = null): AcceptOperation => accept({ operation, data, actor: 'grid/mdm/-' } as never);
const meterOperations = Object.values(OPERATIONS).filter(({ needsMeter, name }) => needsMeter && name !== 'Bundle');
const cells = meterOperations.flatMap(({ name, deviceFunction }) =>
  DEVICE_FUNCTION_GROUPS.map((group) => [name, group, deviceFunction !== null && groupsOf(deviceFunction).has(group)] as const),
);

describe('An operation on a device of others', () => {
  it.each(cells)('%s with group %s: allowed %s', (operation, group, isAllowed) => {
    const outcome = device()
      .given([registered(), granted(group)])
      .when(byGrid(operation));
    if (isAllowed) allows(outcome);
    else outcome.thenThrows(unauthorized);
  });

  it('is refused without any group, and when it was taken away again', () => {
    device().given([registered()]).when(byGrid('GetActualMeterReads')).thenThrows(unauthorized);
    const revoked: DeviceEvent = { type: 'DeviceAuthorizationRevoked', data: { organisation: 'grid', functionGroup: 'OWNER', reason: 'sold' } };
    device()
      .given([registered(), granted('OWNER'), revoked])
      .when(byGrid('GetActualMeterReads'))
      .thenThrows(unauthorized);
    device()
      .given([registered(), granted('OWNER', 'other')])
      .when(byGrid('GetActualMeterReads'))
      .thenThrows(unauthorized);
  });

  it('is refused to an organisation that is named like a member of every object', () => {
    device()
      .given([registered()])
      .when(accept({ actor: 'constructor/x/-' }))
      .thenThrows(unauthorized);
  });

  it('says what is missing', () => {
    device()
      .given([registered()])
      .when(byGrid('SynchronizeTime', {}))
      .thenThrows(/grid may not SYNCHRONIZE_TIME on device/);
  });
});

describe('A bundle', () => {
  const bundle = byGrid('Bundle', { actions: [{ operation: 'GetActualMeterReads', data: null }] });

  it('needs the right on bundles and on each action', () => {
    allows(
      device()
        .given([registered(), granted('OWNER')])
        .when(bundle),
    );
    for (const group of DEVICE_FUNCTION_GROUPS.slice(1))
      device()
        .given([registered(), granted(group)])
        .when(bundle)
        .thenThrows(unauthorized);
  });
});

describe('AddDevice', () => {
  const overwrite = addDevice({ organisation: 'grid', actor: 'grid/mdm/-', data: { ...ADD_DEVICE_DATA, overwrite: true } });
  const typesOf = (events: readonly DeviceEvent[]): readonly string[] => events.map(({ type }) => type);

  it('makes whoever registers a new device its owner', () => {
    const events = decide(overwrite, initialState(DEVICE), NOW, uniformPolicies(DEFAULT_POLICY));
    expect(typesOf(events)).toContain('DeviceRegistered');
    expect(events).toContainEqual(granted('OWNER'));
  });

  it('overwrites a device of others only with a right to install it', () => {
    device().given([registered()]).when(overwrite).thenThrows(unauthorized);
    device()
      .given([registered(), granted('FIRMWARE')])
      .when(overwrite)
      .thenThrows(unauthorized);
    allows(
      device()
        .given([registered(), granted('INSTALLATION')])
        .when(overwrite),
    );
  });
});

describe('Authorisations', () => {
  const grid = { organisation: 'grid', functionGroup: 'FIRMWARE' as DeviceFunctionGroup };
  const grant = { kind: 'GrantAuthorization', correlationUid: UID, ...grid } as const;
  const revoke = { kind: 'RevokeAuthorization', correlationUid: UID, ...grid, reason: 'done' } as const;

  it('are granted once', () => {
    device()
      .given([registered()])
      .when(grant)
      .then([granted('FIRMWARE')]);
    device()
      .given([registered(), granted('FIRMWARE')])
      .when(grant)
      .thenNothing();
  });

  it('are revoked once, each by itself', () => {
    device()
      .given([registered(), granted('OWNER'), granted('FIRMWARE')])
      .when(revoke)
      .then([{ type: 'DeviceAuthorizationRevoked', data: { organisation: 'grid', functionGroup: 'FIRMWARE', reason: 'done' } }]);
    device()
      .given([registered(), granted('OWNER')])
      .when(revoke)
      .thenNothing();
  });

  it('need a device', () => {
    for (const command of [grant, revoke])
      device()
        .given([])
        .when(command)
        .thenThrows((error: unknown) => error instanceof CommandRefusedError && error.code === 'UNKNOWN_DEVICE');
  });
});
