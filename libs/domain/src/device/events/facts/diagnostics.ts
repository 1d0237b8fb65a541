import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import {
  ATTRIBUTE_ACCESS_MODES,
  CIRCUIT_SWITCHED_STATUSES,
  METHOD_ACCESS_MODES,
  MODEM_REGISTRATION_STATUSES,
  PACKET_SWITCHED_STATUSES,
  SIGNAL_QUALITIES,
} from '#contract';
import { Count, oneOf, optional, Part, Text } from '../shapes.js';

const signalQuality = oneOf(SIGNAL_QUALITIES);

/** How the modem is connected. `captureTime` with the meter's offset; null where the modem gives none. */
export const GsmDiagnosticCollected = eventType(
  'GsmDiagnosticCollected',
  Type.Object({
    operator: Text,
    modemRegistrationStatus: oneOf(MODEM_REGISTRATION_STATUSES),
    circuitSwitchedStatus: oneOf(CIRCUIT_SWITCHED_STATUSES),
    packetSwitchedStatus: oneOf(PACKET_SWITCHED_STATUSES),
    cellInfo: Type.Object({
      cellId: Count,
      locationId: Count,
      signalQuality,
      bitErrorRate: Count,
      mobileCountryCode: optional(Count),
      mobileNetworkCode: optional(Count),
      channelNumber: optional(Count),
    }),
    adjacentCells: Type.Array(Type.Object({ cellId: Count, signalQuality })),
    captureTime: Type.Union([Type.Null(), Text]),
  }),
);

/** Attributes that were asked for one by one: type and value, as text. */
export const AttributeValuesCollected = eventType(
  'AttributeValuesCollected',
  Type.Object({
    values: Type.Array(Type.Object({ classId: Count, obisCode: Text, attribute: Type.Integer(), value: Text })),
    ...Part,
  }),
  { personal: ['values'] },
);

/** What the meter says it has, and what a client may do with it. */
export const AssociationObjectsCollected = eventType(
  'AssociationObjectsCollected',
  Type.Object({
    objects: Type.Array(
      Type.Object({
        classId: Count,
        version: Count,
        logicalName: Text,
        attributeAccess: Type.Array(
          Type.Object({ attributeId: Type.Integer(), accessMode: oneOf(ATTRIBUTE_ACCESS_MODES), accessSelectors: Type.Array(Type.Integer()) }),
        ),
        methodAccess: Type.Array(Type.Object({ methodId: Type.Integer(), accessMode: oneOf(METHOD_ACCESS_MODES) })),
      }),
    ),
    ...Part,
  }),
);
