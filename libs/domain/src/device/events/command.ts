import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import type { CommandOptions } from '#contract';
import { Count, FaultShape, oneOf, Opaque, optional, ResponseRefShape, Text } from './shapes.js';

/**
 * `requestHash` tells a repeated request from another one under the same idempotency key. `data` holds no secret.
 * `btsId` and `cellId` are those that the device had then.
 */
export const CommandAccepted = eventType(
  'CommandAccepted',
  Type.Object({
    operation: Text,
    data: Opaque<unknown>(),
    options: Opaque<CommandOptions>(),
    expiresAt: Text,
    requestHash: Text,
    btsId: optional(Type.Integer()),
    cellId: optional(Type.Integer()),
  }),
);
export const CommandScheduled = eventType('CommandScheduled', Type.Object({ dueAt: Text }));
/** The claim: whoever appended it owns the attempt. `fence`: number of the lease that its worker held on the device. */
export const AttemptStarted = eventType(
  'AttemptStarted',
  Type.Object({ attempt: Count, leaseToken: Text, sessionDevice: Text, fence: optional(Count) }),
);
/** `retry`: tried again with the next attempt, without that the answer is final. `description`: how the action was found to be done already. */
export const ActionAnswered = eventType(
  'ActionAnswered',
  Type.Object({
    index: Count,
    operation: Text,
    result: oneOf(['OK', 'NOT OK']),
    fault: optional(FaultShape),
    retry: optional(Type.Boolean()),
    description: optional(Text),
  }),
);
/**
 * `counted: false`: the platform gave the attempt up (it was stopped or killed), or nobody knew what it did: it costs the command none of its
 * attempts. `reached`: the meter answered, so the device itself is well.
 */
export const AttemptFailed = eventType(
  'AttemptFailed',
  Type.Object({
    attempt: Count,
    code: Type.Integer(),
    type: Text,
    message: Text,
    counted: optional(Type.Boolean()),
    reached: optional(Type.Boolean()),
    responseRef: optional(ResponseRefShape),
  }),
);
export const RetryScheduled = eventType('RetryScheduled', Type.Object({ attempt: Count, dueAt: Text, priority: Count }));
/** An answer of an attempt that is no longer the command's: it changes nothing. */
export const LateAnswerRecorded = eventType('LateAnswerRecorded', Type.Object({ attempt: Count, leaseToken: Text, outcome: Text }));
export const CommandSucceeded = eventType('CommandSucceeded', Type.Object({ responseRef: optional(ResponseRefShape), description: optional(Text) }));
export const CommandFailed = eventType('CommandFailed', Type.Object({ fault: FaultShape, responseRef: optional(ResponseRefShape) }));
export const CommandExpired = eventType('CommandExpired', Type.Object({ fault: FaultShape, responseRef: optional(ResponseRefShape) }));
export const CommandCancelled = eventType('CommandCancelled', Type.Object({ reason: Text, responseRef: optional(ResponseRefShape) }));
/** Nothing is tried until it is released; it still expires. */
export const CommandHeld = eventType('CommandHeld', Type.Object({ reason: Text }));
/** `status` and `dueAt` are those from before the hold. */
export const CommandReleased = eventType(
  'CommandReleased',
  Type.Object({ reason: Text, status: oneOf(['ACCEPTED', 'SCHEDULED', 'RETRY_SCHEDULED']), dueAt: Text }),
);
/** Both the priority asked for and the effective one are now this. */
export const PriorityChanged = eventType('PriorityChanged', Type.Object({ priority: Count, reason: Text }));
export const ResponseDeleted = eventType('ResponseDeleted', Type.Object({ reason: Text }));
