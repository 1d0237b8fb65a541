import type { EncryptionKeyStatus, MbusEncryptionKeyStatus } from '#contract';
import { mbusKeyStatus, type CosemObject } from '#cosem';
import type { Data } from '#dlms';
import { OperationError } from '../faults/fault-error.js';
import { unreadable } from './access-result.js';
import { shortIdOf, shortIdRefs } from './mbus-channel.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetMbusEncryptionKeyStatusByChannel';
const KEY_STATUS = 14;

/** Reads how far the key of the device on a channel got; a channel without a device has no key. */
export const getMbusEncryptionKeyStatusByChannel: Operation<'GetMbusEncryptionKeyStatusByChannel'> = ({ channel }, context) => {
  const { profile, settings } = context;
  const setup = profileObject(profile, `MBUS_CLIENT_SETUP_CHANNEL_${channel}`, OPERATION);
  if (!setup.attributes.some(({ id }) => id === KEY_STATUS))
    throw new OperationError(416, `${OPERATION}: protocol ${profile.name} ${profile.version} has no key status of M-Bus devices`);
  return async (access) => {
    const refs = [...shortIdRefs(setup), attributeOf(setup, KEY_STATUS)];
    const values = await readAttributes(access, refs, settings.withListMax, OPERATION);
    const status = statusOf(setup, values);
    const response: MbusEncryptionKeyStatus = { encryptionKeyStatus: status };
    return { response, facts: [{ type: 'MbusKeyStatusRead', data: { channel, status }, occurredAt: context.now() }] };
  };
};

/** `values`: the short id, then the status. */
function statusOf(setup: CosemObject, values: readonly Data[]): EncryptionKeyStatus {
  const { deviceTypeIdentification, manufacturerIdentification } = shortIdOf(setup, values, OPERATION);
  if (deviceTypeIdentification === 0 || manufacturerIdentification === '') return 'NO_ENCRYPTION_KEY';
  const value = values.at(-1);
  const status = value?.type === 'enum' ? mbusKeyStatus.nameOf(value.value) : undefined;
  if (status === undefined) throw unreadable(OPERATION, attributeOf(setup, KEY_STATUS), 'not a key status');
  return status;
}
