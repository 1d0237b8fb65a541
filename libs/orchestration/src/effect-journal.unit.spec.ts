import { expect, it } from '@jest/globals';
import { CommandRefusedError, type OpenCommand } from '#domain';
import { effectJournal } from './effect-journal.js';

const UID = 'aaaaaaaa-0000-4000-8000-000000000001';

it('the begin of an effect is refused when its attempt is not ours any more: nothing may be sent', async () => {
  const lease = {
    deviceIdentification: 'TEST1024000000001',
    open: { correlationUid: UID } as OpenCommand,
    leaseToken: 'lost',
    causationId: 'claim',
  };
  const asked: object[] = [];
  const devices = {
    execute: (_device: string, command: object) => {
      asked.push(command);
      return Promise.reject(new CommandRefusedError('LEASE_LOST', 'the attempt is not ours any more'));
    },
  };
  const actions = [{ index: 1, operation: 'ClearAlarmRegister', data: null }] as const;
  await expect(effectJournal(lease, actions, devices).started(1)).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect(asked).toEqual([{ kind: 'StartAction', correlationUid: UID, leaseToken: 'lost', index: 1, operation: 'ClearAlarmRegister' }]);
});
