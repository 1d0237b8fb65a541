import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { Count, oneOf, optional, Text } from '../shapes.js';

const ObjectDefinition = Type.Object({ classId: Count, logicalName: Text, attributeIndex: Count, dataIndex: Count });

/** What was changed of a push setup; what is absent stayed as it was. `anyTime`: no window is left within which alone it pushes. */
export const PushSetupSet = eventType(
  'PushSetupSet',
  Type.Object({
    setup: oneOf(['ALARM', 'SMS', 'LAST_GASP', 'UDP']),
    host: optional(Text),
    port: optional(Count),
    pushObjectList: optional(Type.Array(ObjectDefinition)),
    anyTime: optional(Type.Boolean()),
  }),
);

/** Columns and period (seconds) of the definable load profile; what is absent stayed as it was. */
export const DefinableLoadProfileConfigured = eventType(
  'DefinableLoadProfileConfigured',
  Type.Object({ captureObjects: optional(Type.Array(ObjectDefinition)), capturePeriod: optional(Count) }),
);
