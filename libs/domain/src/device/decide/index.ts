import type { DeviceCommand } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import type { CommandPolicies } from '../policy.js';
import type { DeviceState } from '../state.js';
import { decideAccept } from './accept.js';
import { decideAddDevice } from './add-device.js';
import { decideExpire, decideFacts, decideStart } from './attempt.js';
import { decideGrant, decideRevoke } from './authorize.js';
import { decideContact } from './circuit.js';
import { decideCancel, decideDeleteResponse } from './client.js';
import { decideDecision, decideStartAction } from './effects.js';
import { decideAbandon, decideFinish } from './finish.js';
import { decideChangePriority, decideHold, decideRelease } from './waiting.js';

/**
 * What happens to a device on a command: pure in command, state and time (epoch ms).
 * An empty answer means that it happened before. @throws CommandRefusedError when the answer is no.
 */
export function decide(command: DeviceCommand, state: DeviceState, now: number, policies: CommandPolicies): readonly DeviceEvent[] {
  switch (command.kind) {
    case 'Accept':
      return command.operation === 'AddDevice' ? decideAddDevice(command, state, now, policies) : decideAccept(command, state, now, policies);
    case 'StartAttempt':
      return decideStart(command, state, now, policies.circuit);
    case 'StartAction':
      return decideStartAction(command, state);
    case 'TakeDecision':
      return decideDecision(command, state, now);
    case 'RecordContact':
      return decideContact(command, state);
    case 'RecordFacts':
      return decideFacts(command, state);
    case 'FinishAttempt':
      return decideFinish(command, state, now, policies);
    case 'AbandonAttempt':
      return decideAbandon(command, state, now);
    case 'Expire':
      return decideExpire(command.correlationUid, state, now);
    case 'Cancel':
      return decideCancel(command, state);
    case 'Hold':
      return decideHold(command, state);
    case 'Release':
      return decideRelease(command, state);
    case 'ChangePriority':
      return decideChangePriority(command, state);
    case 'GrantAuthorization':
      return decideGrant(command, state);
    case 'RevokeAuthorization':
      return decideRevoke(command, state);
    case 'DeleteResponse':
      return decideDeleteResponse(command, state);
  }
}
