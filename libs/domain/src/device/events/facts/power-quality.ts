import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { PROFILE_TYPES, UNIT_TYPES } from '#contract';
import { Count, oneOf, optional, Part, Text } from '../shapes.js';

/** Harmonic distortion of each phase from L1 on: current in per cent, its fingerprint, and how often the limit was exceeded. */
export const ThdFingerprintCollected = eventType(
  'ThdFingerprintCollected',
  Type.Object({ phases: Type.Array(Type.Object({ current: Count, fingerprint: Type.Array(Count), overLimitCounter: Count })) }),
  { personal: ['phases'] },
);

/** `endTime` with the meter's offset, `duration` in seconds. */
export const OutagesCollected = eventType(
  'OutagesCollected',
  Type.Object({ outages: Type.Array(Type.Object({ endTime: Text, duration: optional(Count) })), ...Part }),
  { personal: ['outages'] },
);

const Column = { logicalName: Text, classId: Count, attributeIndex: Count, dataIndex: Count, unit: oneOf(UNIT_TYPES) };

/**
 * Values of power quality as they are now (one row, no `profile`), or rows of the profile of that logical name. Each row has a text or null
 * per column: numbers in the unit of the column, times with the meter's offset.
 */
export const PowerQualityCollected = eventType(
  'PowerQualityCollected',
  Type.Object({
    profileType: oneOf(PROFILE_TYPES),
    profile: optional(Text),
    columns: Type.Array(Type.Object(Column)),
    rows: Type.Array(Type.Array(Type.Union([Type.Null(), Text]))),
    ...Part,
  }),
  { personal: ['rows'] },
);

/** Rows of any other profile that was asked for by its logical name. */
export const ProfileRowsCollected = eventType(
  'ProfileRowsCollected',
  Type.Object({
    profile: Text,
    columns: Type.Array(Type.Object(Column)),
    rows: Type.Array(Type.Array(Type.Union([Type.Null(), Text]))),
    ...Part,
  }),
  { personal: ['rows'] },
);
