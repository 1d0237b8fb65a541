import type { Answer, Api } from '../support/api.js';
import type { Random } from './random.js';

const BETWEEN = 0.3;
const REASON = 'so it was planned';

/** What the platform may say to an act on a command that has started, has ended or is not known yet, also by a read model that lags: no. */
const REFUSALS: ReadonlySet<number> = new Set([404, 409, 504]);

/** Somebody who cannot leave commands alone: holds, releases, ranks, cancels and decides at random. */
export class Busybody {
  constructor(private readonly random: Random) {}

  /** One act on some of the commands; nothing when the platform is gone. */
  async meddle(api: Api, uids: readonly string[]): Promise<void> {
    for (const uid of uids) {
      if (this.random.next() < BETWEEN) continue;
      const answer = await this.act(api, uid).catch(() => undefined);
      if (answer === undefined || answer.status === 503) return;
      if (answer.status >= 400 && !REFUSALS.has(answer.status)) throw new Error(`command ${uid}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  }

  private act(api: Api, uid: string): Promise<Answer> {
    const path = `/v1/commands/${uid}`;
    const kind = this.random.pick(['hold', 'hold', 'release', 'release', 'priority', 'priority', 'cancel', 'decision'] as const);
    if (kind === 'cancel') return api.delete(path, { reason: REASON });
    if (kind === 'priority') return api.post(`${path}/priority`, { priority: this.random.between(0, 9), reason: REASON });
    if (kind === 'decision') return decide(api, uid, this.random);
    return api.post(`${path}/${kind}`, { reason: REASON });
  }
}

const decide = (api: Api, uid: string, random: Random): Promise<Answer> =>
  api.post(`/v1/commands/${uid}/decision`, { decision: random.pick(['retry', 'fail']), reason: REASON });

/** Releases what is held and decides what nobody knows, until nothing waits for a person. Answers how many decisions that took. */
export async function letGo(api: Api, random: Random): Promise<number> {
  let decisions = 0;
  await api.post('/v1/commands/bulk', { filter: { status: 'HELD' }, action: 'release', reason: REASON });
  for (const { correlationUid } of await waitingForDecision(api)) {
    const { status } = await decide(api, correlationUid, random);
    if (status === 200) decisions++;
  }
  return decisions;
}

const waitingForDecision = (api: Api): Promise<readonly { readonly correlationUid: string }[]> =>
  api.all('/v1/commands?status=NEEDS_DECISION&limit=100');
