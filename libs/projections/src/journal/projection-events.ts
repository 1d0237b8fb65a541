import { Type } from '@sinclair/typebox';
import { eventType, type EventOf } from '#event-sourcing';

const Projection = Type.String({ minLength: 1 });
const Generation = Type.Integer({ minimum: 1 });
const Device = Type.String({ minLength: 1 });
const Reason = Type.Union([Type.Literal('REQUESTED'), Type.Literal('NEW_VERSION')]);

/** What happened to read models: the events of stream `projections`. */
export const projectionEventTypes = [
  eventType(
    'ProjectionRebuildStarted',
    Type.Object({ projection: Projection, generation: Generation, version: Type.Integer({ minimum: 1 }), reason: Reason }),
  ),
  eventType('ProjectionRebuildCancelled', Type.Object({ projection: Projection, generation: Generation })),
  eventType(
    'ProjectionSwapped',
    Type.Object({ projection: Projection, generation: Generation, version: Type.Integer({ minimum: 1 }), previous: Generation }),
  ),
  eventType(
    'DeviceQuarantined',
    Type.Object({
      projection: Projection,
      generation: Generation,
      deviceIdentification: Device,
      revision: Type.Integer({ minimum: 0 }),
      eventType: Type.String(),
      error: Type.String(),
    }),
  ),
  eventType(
    'QuarantineReplayed',
    Type.Object({
      projection: Projection,
      generation: Generation,
      deviceIdentification: Device,
      outcome: Type.Union([Type.Literal('CLEARED'), Type.Literal('KEPT')]),
      error: Type.Optional(Type.String()),
    }),
  ),
  eventType(
    'QuarantineDiscarded',
    Type.Object({
      projection: Projection,
      generation: Generation,
      deviceIdentification: Device,
      reason: Type.String({ minLength: 1 }),
      parked: Type.Integer({ minimum: 0 }),
    }),
  ),
] as const;

export type ProjectionEvent = EventOf<(typeof projectionEventTypes)[number]>;
export type ProjectionEventData<T extends ProjectionEvent['type']> = Extract<ProjectionEvent, { readonly type: T }>['data'];
