import type { Fact } from '#domain';
import type { Fault } from '#contract';
import { DlmsError } from '#dlms';
import { VaultError } from '#security/vault/port.js';
import { isCounterError } from '../faults/dlms-faults.js';
import { OperationError } from '../faults/fault-error.js';
import { faultOf } from '../faults/fault-of-error.js';
import type { GatewayOptions } from '../gateway-options.js';
import { prepare } from '../operations/index.js';
import type { Prepared } from '../operations/operation.js';
import type { ActionResult, EffectJournal, SessionAction, SessionRequest, SessionResult } from '../session-request.js';
import { carryOut, JournalError, UndecidedError } from './carry-out.js';
import { Dialler } from './dialler.js';
import { locate } from './locate.js';
import type { MeterAssociation } from './meter-association.js';
import { openAssociation } from './open-association.js';
import { planSession, type SessionPlan } from './plan.js';
import { SessionKeys } from './session-keys.js';

interface Ready {
  readonly action: SessionAction;
  readonly prepared: Prepared;
}

/** One session: prepare, find, dial, associate, act, release. */
export class MeterSession {
  private readonly answered = new Map<number, ActionResult>();
  private readonly facts: Fact[] = [];
  private readonly dialler: Dialler;
  private readonly keys: SessionKeys;

  constructor(
    private readonly request: SessionRequest,
    private readonly options: GatewayOptions,
    private readonly signal: AbortSignal,
    private readonly journal?: EffectJournal,
  ) {
    const { correlationUid, deviceIdentification } = request;
    this.dialler = new Dialler({ correlationUid, deviceIdentification }, options, signal, request.mayTalk);
    this.keys = new SessionKeys(options.vault);
  }

  /** Never rejects for what the meter, the network or the vault does. */
  async run(): Promise<SessionResult> {
    const started = this.options.clock.now();
    const failure = await this.failureOf(() => this.talk());
    this.report(started, failure);
    const answered = this.request.actions.map(({ index }) => this.answered.get(index)).filter((answer) => answer !== undefined);
    return { answered, facts: this.facts, ...(failure === undefined ? {} : { failure }) };
  }

  private async failureOf(work: () => Promise<void>): Promise<Fault | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      return this.fault(error);
    } finally {
      this.dialler.close();
      this.keys.dispose();
    }
  }

  private async talk(): Promise<void> {
    const plan = planSession(this.request, this.options.addresses !== undefined);
    const ready = this.prepareAll(plan);
    if (ready.length === 0) return;
    const { request, options, dialler, keys, facts } = this;
    const target = await locate(plan, request, options.addresses, this.signal);
    try {
      const association = await openAssociation({ request, plan, target, options, dialler, keys, facts });
      for (const { action, prepared } of ready) this.answered.set(action.index, await this.answer(action, prepared, association));
      await association.release();
    } catch (error) {
      await this.forgetRefusedCounter(plan, error);
      throw error;
    }
  }

  /** What the profile does not allow is answered before the meter is disturbed. */
  private prepareAll({ profile }: SessionPlan): readonly Ready[] {
    const context = { settings: this.request.settings, profile, now: () => this.options.clock.now() };
    const ready: Ready[] = [];
    for (const action of this.request.actions) {
      try {
        ready.push({ action, prepared: prepare(action, context) });
      } catch (error) {
        if (!(error instanceof OperationError)) throw error;
        this.answered.set(action.index, this.refusal(action, error));
      }
    }
    return ready;
  }

  private async answer(action: SessionAction, prepared: Prepared, association: MeterAssociation): Promise<ActionResult> {
    const { index, operation } = action;
    try {
      return { index, operation, ok: true, ...(await carryOut(action, prepared, association, this.journal)) };
    } catch (error) {
      // A fault of our own store is no answer to the action; nor is a lost association, unless the meter had answered before.
      if (error instanceof VaultError || error instanceof JournalError || !(error instanceof OperationError || association.usable)) throw error;
      return this.refusal(action, error);
    }
  }

  private refusal({ index, operation }: SessionAction, error: unknown): ActionResult {
    const refusedService = error instanceof DlmsError && (error.code === 'EXCEPTION_RESPONSE' || error.code === 'CONFIRMED_SERVICE_ERROR');
    const cause = refusedService ? new OperationError(412, `${operation}: the meter refused the service: ${error.message}`) : error;
    return { index, operation, ok: false, fault: this.fault(cause), ...(error instanceof UndecidedError ? { undecided: true as const } : {}) };
  }

  /** The next session reads the counter from the meter instead of guessing again. */
  private async forgetRefusedCounter({ security }: SessionPlan, error: unknown): Promise<void> {
    if (security.kind !== 'hls5' || !(error instanceof DlmsError) || !isCounterError(error)) return;
    await this.options.vault.forgetCounter(this.request.deviceIdentification, security.encryptionKey.keyId);
  }

  private fault(error: unknown): Fault {
    const fault = faultOf(error, this.request.deviceIdentification);
    const { correlationUid, deviceIdentification } = this.request;
    if (fault.type === 'TECHNICAL_ERROR')
      this.options.log.error({ correlationUid, deviceIdentification, err: error }, 'unexpected error in a session');
    return fault;
  }

  private report(started: number, failure: Fault | undefined): void {
    const { clock, log, observer } = this.options;
    const { attempt, correlationUid, deviceIdentification } = this.request;
    const { bytesIn, bytesOut } = this.dialler;
    const traffic = { duration: clock.now() - started, bytesIn, bytesOut };
    const ending = failure === undefined ? { outcome: 'COMPLETED' as const } : { outcome: 'FAILED' as const, code: failure.code };
    observer?.ended?.({ deviceIdentification, ...traffic, ...ending });
    const fields = { correlationUid, deviceIdentification, attempt, ...traffic, ...ending };
    if (failure === undefined) log.debug(fields, 'session completed');
    else log.info({ ...fields, type: failure.type, reason: failure.innerMessage ?? failure.message }, 'session failed');
  }
}
