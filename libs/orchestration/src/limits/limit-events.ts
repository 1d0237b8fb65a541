import { Type } from '@sinclair/typebox';
import { eventType, type EventOf, type RecordedOf } from '#event-sourcing';

export const LIMIT_SCOPES = ['network', 'bts', 'cell'] as const;

const Amount = Type.Integer({ minimum: -1 });

/** `maxConcurrency` connections at once, `maxNewPerSecond` new ones in any second; -1: unlimited, 0: none. `btsId` with bts and cell, `cellId` with cell. */
export const LimitChanged = eventType(
  'LimitChanged',
  Type.Object({
    scope: Type.Unsafe<(typeof LIMIT_SCOPES)[number]>(Type.Union(LIMIT_SCOPES.map((scope) => Type.Literal(scope)))),
    btsId: Type.Optional(Type.Integer()),
    cellId: Type.Optional(Type.Integer()),
    maxConcurrency: Amount,
    maxNewPerSecond: Amount,
    reason: Type.String(),
  }),
);

/** Every event type of the stream `limits`. */
export const limitEventTypes = [LimitChanged] as const;

export type LimitEvent = EventOf<(typeof limitEventTypes)[number]>;
export type RecordedLimitEvent = RecordedOf<LimitEvent>;
