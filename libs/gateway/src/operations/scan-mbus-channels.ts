import type { MbusChannels } from '#contract';
import { shortIdOf, shortIdRefs } from './mbus-channel.js';
import type { Operation } from './operation.js';
import { profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'ScanMbusChannels';
const CHANNELS = [1, 2, 3, 4];

/** Reads which device each of the four channels shows. */
export const scanMbusChannels: Operation<'ScanMbusChannels'> = (_, context) => {
  const setups = CHANNELS.map((channel) => ({ channel, setup: profileObject(context.profile, `MBUS_CLIENT_SETUP_CHANNEL_${channel}`, OPERATION) }));
  return async (access) => {
    const refs = setups.flatMap(({ setup }) => shortIdRefs(setup));
    const values = await readAttributes(access, refs, context.settings.withListMax, OPERATION);
    const each = refs.length / setups.length;
    const channels = setups.map(({ channel, setup }, index) => ({
      channel,
      shortId: shortIdOf(setup, values.slice(index * each, (index + 1) * each), OPERATION),
    }));
    const response: MbusChannels = { channelShortId: channels };
    const scanned = channels.map(({ channel, shortId }) => ({ channel, ...shortId }));
    return { response, facts: [{ type: 'MbusChannelsScanned', data: { channels: scanned }, occurredAt: context.now() }] };
  };
};
