import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import type { CommandOptions } from '#contract';
import { Count, FaultShape, oneOf, Opaque, optional, ResponseRefShape, Text } from './shapes.js';

/** `requestHash` tells a repeated request from another one under the same idempotency key. `data` holds no secret. */
export const CommandAccepted = eventType(
  'CommandAccepted',
  Type.Object({ operation: Text, data: Opaque<unknown>(), options: Opaque<CommandOptions>(), expiresAt: Text, requestHash: Text }),
);
export const CommandScheduled = eventType('CommandScheduled', Type.Object({ dueAt: Text }));
/** The claim: whoever appended it owns the attempt. */
export const AttemptStarted = eventType('AttemptStarted', Type.Object({ attempt: Count, leaseToken: Text, sessionDevice: Text }));
export const ActionAnswered = eventType(
  'ActionAnswered',
  Type.Object({ index: Count, operation: Text, result: oneOf(['OK', 'NOT OK']), fault: optional(FaultShape) }),
);
/** `counted: false`: the platform gave the attempt up (it was stopped or killed), which costs the command none of its attempts. */
export const AttemptFailed = eventType(
  'AttemptFailed',
  Type.Object({
    attempt: Count,
    code: Type.Integer(),
    type: Text,
    message: Text,
    counted: optional(Type.Boolean()),
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
