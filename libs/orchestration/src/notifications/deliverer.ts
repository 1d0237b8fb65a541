import { EventRegistryError, eventIdOf, uuidv5, type Clock, type Log } from '#event-sourcing';
import type { AttemptResult } from './decide-notification.js';
import { originOf } from './notification-document.js';
import type { NotificationIndex } from './notification-index.js';
import type { DueNotification, NotificationQueries } from './notification-queries.js';
import { NOTIFIER, type NotificationRepository } from './notification-repository.js';
import type { NotificationState } from './notification-state.js';
import type { NotificationObserver, NotificationOutcome, WebhookSender } from './ports.js';
import { signedRequest } from './signed-request.js';
import { DueLoop } from '../subscription/due-loop.js';

const PAUSE_AFTER_ERROR = 1_000;
/** What is under way when the platform stops may end within this many ms; what does not is sent again at the next start. */
const GRACE = 1_000;
/** Comes behind an origin and before every longer one: `!` is less than whatever can follow in a host or a port. */
const behind = (origin: string): string => `${origin}!`;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const WOKEN = 'woken';
const LARGEST_LOOK = 500;

export interface DelivererOptions {
  readonly notifications: NotificationRepository;
  readonly queries: NotificationQueries;
  readonly index: NotificationIndex;
  readonly sender: WebhookSender;
  /** Undefined: nothing can be signed, so nothing is sent. */
  readonly secret: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer?: NotificationObserver | undefined;
  /** Requests at once in all; default 32. */
  readonly concurrency?: number;
  /** Requests at once to one origin, so that a slow receiver does not hold the others; default 4. */
  readonly perOrigin?: number;
  /** Shortest time between two looks at the index, ms; default 20. */
  readonly pace?: number;
}

/** Sends what is due. What it holds in memory are hints only: a crash between a request and its record has the request sent again, with the same id. */
export class NotificationDeliverer {
  private readonly giveUp = new AbortController();
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly byOrigin = new Map<string, number>();
  /** Notifications whose document is taken for outdated until it has come to this position. */
  private readonly ahead = new Map<string, number>();
  /** Where the next look begins, so that every origin has its turn. */
  private turn = '';
  private readonly loop: DueLoop;

  constructor(private readonly options: DelivererOptions) {
    const { clock, log, index, pace } = options;
    this.loop = new DueLoop({ clock, log, index, pace, trouble: 'notifications that are due could not be looked up' });
  }

  /** Resolves after the signal aborted and everything under way has ended or was given up. */
  async run(signal: AbortSignal): Promise<void> {
    await this.loop.run(async (now) => this.launchDue(now, signal), signal);
    await this.finish();
  }

  /** Answers when the next one falls due, as far as that is known. */
  private async launchDue(now: number, signal: AbortSignal): Promise<number | undefined> {
    const { index } = this.options;
    for (const [id, position] of this.ahead) if (position <= index.position) this.ahead.delete(id);
    let next = Infinity;
    for await (const origin of this.origins()) {
      if (signal.aborted || this.isFull()) break;
      next = Math.min(next, await this.launchFor(origin, now, signal));
    }
    return next === Infinity ? undefined : next;
  }

  /** All origins that something waits for, from the one whose turn it is. */
  private async *origins(): AsyncGenerator<string> {
    const { queries } = this.options;
    const start = this.turn;
    for (let origin = await queries.originFrom(start); origin !== undefined; origin = await queries.originFrom(behind(origin))) yield origin;
    if (start === '') return;
    for (let origin = await queries.originFrom(''); origin !== undefined && origin < start; origin = await queries.originFrom(behind(origin)))
      yield origin;
  }

  private async launchFor(origin: string, now: number, signal: AbortSignal): Promise<number> {
    const { queries, perOrigin = 4 } = this.options;
    const limit = Math.min(LARGEST_LOOK, perOrigin + this.inFlight.size + this.ahead.size + 1);
    for (const row of await queries.waitingFor(origin, limit)) {
      if (row.dueAt > now) return row.dueAt;
      if (signal.aborted || this.isFull() || (this.byOrigin.get(origin) ?? 0) >= perOrigin) break;
      if (this.isNews(row)) this.launch(row.id, origin);
    }
    // What could not be taken waits for a signal, not for the clock.
    return Infinity;
  }

  private isFull(): boolean {
    return this.inFlight.size >= (this.options.concurrency ?? 32);
  }

  private isNews({ id, position }: DueNotification): boolean {
    return !this.inFlight.has(id) && position >= (this.ahead.get(id) ?? 0);
  }

  private launch(id: string, origin: string): void {
    this.turn = behind(origin);
    this.byOrigin.set(origin, (this.byOrigin.get(origin) ?? 0) + 1);
    this.inFlight.set(id, this.attempt(id, origin));
  }

  private async attempt(id: string, origin: string): Promise<void> {
    const { clock, log } = this.options;
    try {
      this.ahead.set(id, await this.deliver(id));
    } catch (error) {
      log.error({ err: error, notification: id }, 'a notification could not be delivered or recorded; it will be tried again');
      await clock.wait(PAUSE_AFTER_ERROR, this.giveUp.signal);
    } finally {
      this.inFlight.delete(id);
      const others = (this.byOrigin.get(origin) ?? 1) - 1;
      if (others > 0) this.byOrigin.set(origin, others);
      else this.byOrigin.delete(origin);
      this.loop.nudge();
    }
  }

  /** Answers the position that the notification's stream has come to. */
  private async deliver(id: string): Promise<number> {
    const { notifications, index, clock } = this.options;
    const { state, position } = await notifications.load(id);
    const startedAt = clock.now();
    if (state.dueAt === null || state.dueAt > startedAt) {
      await index.refresh(id);
      return position;
    }
    const result = await this.send(state);
    return result === undefined ? position : this.recordInTheEnd(state, result, clock.now() - startedAt);
  }

  /** What became of a request is known: as long as the store is in trouble it is not sent again only because nobody could write that down. */
  private async recordInTheEnd(state: NotificationState, result: AttemptResult, durationMs: number): Promise<number> {
    const { clock, log } = this.options;
    for (;;) {
      try {
        return await this.record(state, result, durationMs);
      } catch (error) {
        if (this.giveUp.signal.aborted || error instanceof EventRegistryError) throw error;
        log.error({ err: error, notification: state.id }, 'what became of a notification could not be recorded yet');
        await clock.wait(PAUSE_AFTER_ERROR, this.giveUp.signal);
      }
    }
  }

  private async send({ id, request }: NotificationState): Promise<AttemptResult | undefined> {
    const { sender, secret, clock } = this.options;
    if (request === null) return undefined;
    if (secret === undefined) return { outcome: 'NO_SECRET', error: 'METERLOG_WEBHOOK_SECRET is not set' };
    return sender.send(signedRequest(id, request, secret, clock.now()), this.giveUp.signal);
  }

  private async record(state: NotificationState, result: AttemptResult, durationMs: number): Promise<number> {
    const { notifications, log, observer } = this.options;
    const { id, request, round } = state;
    const attempt = state.attempts + 1;
    const correlationUid = request?.correlationUid ?? id;
    // The attempt's number is part of its identity: recorded twice it is one.
    const context = { commandId: uuidv5(id, `attempt/${attempt}`), correlationUid, causationId: eventIdOf(id, 0), actor: NOTIFIER };
    const command = { kind: 'RecordAttempt', attempt, round, result, durationMs: Math.max(0, Math.round(durationMs)) } as const;
    const decided = await notifications.execute(id, command, context);
    const outcome = outcomeOf(decided.state);
    observer?.attempted(outcome);
    const fields = { notification: id, correlationUid, origin: originOf(request?.url ?? ''), attempt, ...result };
    if (outcome === 'given_up') log.warn(fields, 'a notification is given up');
    else log.debug(fields, outcome === 'delivered' ? 'a notification was delivered' : 'a notification was not delivered');
    return decided.position;
  }

  private async finish(): Promise<void> {
    const { clock } = this.options;
    const all = Promise.allSettled(this.inFlight.values());
    const grace = new AbortController();
    await Promise.race([all, clock.wait(GRACE, grace.signal)]);
    grace.abort(WOKEN);
    this.giveUp.abort(WOKEN);
    await all;
  }
}

function outcomeOf({ status }: NotificationState): NotificationOutcome {
  if (status === 'PENDING') return 'retried';
  return status === 'DELIVERED' ? 'delivered' : 'given_up';
}
