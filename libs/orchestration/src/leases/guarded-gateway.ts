import { ownFault } from '#contract';
import type { Gateway, SessionResult } from '#gateway';
import type { LeaseKeeper } from './lease-keeper.js';

type Sessions = Pick<Gateway, 'run'>;
type Leases = Pick<LeaseKeeper, 'keeps' | 'lost'>;

/** A gateway that talks to a meter only as long as its lease is ours: what runs when it is lost is given up, which costs the command no attempt. */
export function guardedGateway<G extends Sessions>(gateway: G, leases: Leases): Sessions {
  const run: Sessions['run'] = async (request, signal, ...more) => {
    // Before it is looked at: lost in between, it has aborted.
    const { lost } = leases;
    if (!leases.keeps(request.deviceIdentification)) return givenUp();
    const mayTalk = (): boolean => leases.keeps(request.deviceIdentification);
    return gateway.run({ ...request, mayTalk }, signal === undefined ? lost : AbortSignal.any([signal, lost]), ...more);
  };
  return { run };
}

function givenUp(): SessionResult {
  const failure = ownFault('ATTEMPT_ABANDONED', 'another process works for the device now', 'OSGP_CORE');
  return { answered: [], facts: [], failure };
}
