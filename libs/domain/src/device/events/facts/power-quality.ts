import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { Count, optional, Part, Text } from '../shapes.js';

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
