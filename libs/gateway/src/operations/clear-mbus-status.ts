import { d, type AttributeRef, type MethodRef } from '#dlms';
import { requireAction, requireSuccess, unreadable } from './access-result.js';
import type { MeterAccess } from './meter-access.js';
import type { Effect, Operation, OperationOutcome } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'ClearMBusStatusOnAllChannels';
const CHANNELS = [1, 2, 3, 4];
const RESET_ALARM = 4;

interface ChannelRefs {
  readonly channel: number;
  readonly status: AttributeRef;
  readonly clear: AttributeRef;
  readonly resetAlarm: MethodRef;
}

/** Writes back the bits that each channel shows, and resets its alarm; channels that show none are left alone. Any refusal ends it. */
export const clearMBusStatusOnAllChannels: Operation<'ClearMBusStatusOnAllChannels', Effect> = (_, context) => {
  const object = (tag: string, channel: number) => profileObject(context.profile, `${tag}_CHANNEL_${channel}`, OPERATION);
  const channels = CHANNELS.map((channel): ChannelRefs => {
    const { classId, obis } = object('MBUS_CLIENT_SETUP', channel);
    return {
      channel,
      status: attributeOf(object('READ_MBUS_STATUS', channel), 2),
      clear: attributeOf(object('CLEAR_MBUS_STATUS', channel), 2),
      resetAlarm: { classId, obis, method: RESET_ALARM },
    };
  });
  const outcome = (cleared: readonly { readonly channel: number; readonly bits: number }[]): OperationOutcome => ({
    response: null,
    description: 'Clear M-Bus status on all channels was successful',
    facts: [{ type: 'MbusStatusCleared', data: { channels: [...cleared] }, occurredAt: context.now() }],
  });
  return {
    async execute(access) {
      const cleared = [];
      for (const refs of channels) {
        const bits = await statusOf(access, refs);
        if (bits === 0) continue;
        requireSuccess(await access.set(refs.clear, d.u32(bits)), refs.clear, OPERATION);
        requireAction((await access.action(refs.resetAlarm, d.i8(0))).result, refs.resetAlarm, OPERATION);
        cleared.push({ channel: refs.channel, bits });
      }
      return outcome(cleared);
    },
    async verify(access) {
      for (const refs of channels) if ((await statusOf(access, refs)) !== 0) return { verdict: 'cannot tell' };
      // Which bits an earlier attempt cleared nobody knows any more.
      return { verdict: 'done', outcome: outcome([]) };
    },
  };
};

async function statusOf(access: MeterAccess, { status }: ChannelRefs): Promise<number> {
  const [value] = await readAttributes(access, [status], 1, OPERATION);
  if (value?.type !== 'double-long-unsigned') throw unreadable(OPERATION, status, 'not a status of 32 bits');
  return value.value;
}
