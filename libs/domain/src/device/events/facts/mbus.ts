import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { ENCRYPTION_KEY_STATUSES } from '#contract';
import { Count, oneOf, Text } from '../shapes.js';

/** What the gateway meter knows of the devices on its channels; empty texts and zeros where there is nothing. */
export const MbusChannelsScanned = eventType(
  'MbusChannelsScanned',
  Type.Object({
    channels: Type.Array(
      Type.Object({
        channel: Count,
        identificationNumber: Text,
        manufacturerIdentification: Text,
        versionIdentification: Count,
        deviceTypeIdentification: Count,
      }),
    ),
  }),
);

export const MbusKeyStatusRead = eventType('MbusKeyStatusRead', Type.Object({ channel: Count, status: oneOf(ENCRYPTION_KEY_STATUSES) }));

/** Bits of the status that were cleared, channel by channel; channels without any are left out. */
export const MbusStatusCleared = eventType('MbusStatusCleared', Type.Object({ channels: Type.Array(Type.Object({ channel: Count, bits: Count })) }));
