import { RUNNING_ORGANISATION } from '#contract';
import { eventIdOf, uuidv5, type Clock, type DecisionContext, type Log } from '#event-sourcing';
import type { CommandAcceptor } from './command-acceptor.js';
import type { ScheduleCommand } from './decide-schedule.js';
import { requestFormOf } from './occurrence-request.js';
import { planOf } from './plan-occurrences.js';
import type { DeviceList, RequestReader } from './ports.js';
import type { ScheduledRequest, ScheduleDefinition } from './schedule-events.js';
import { SCHEDULER, type ScheduleRepository } from './schedule-repository.js';
import type { RunningOccurrence, ScheduleState } from './schedule-state.js';
import { nextTargets } from './target-devices.js';

export interface ScheduleProcessOptions {
  readonly schedules: ScheduleRepository;
  readonly devices: DeviceList;
  readonly acceptor: CommandAcceptor;
  readonly read: RequestReader;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Does what is due of one schedule, step by step; each step is decided by what its stream says. It may die after any of them, and two may do the
 * same at once: the steps' identities see to it that each command is accepted once.
 */
export class ScheduleProcess {
  constructor(private readonly options: ScheduleProcessOptions) {}

  /** Resolves when nothing is due any more, or the signal aborted, with the position that the schedule's stream has come to. */
  async advance(id: string, signal: AbortSignal): Promise<number> {
    for (;;) {
      const { state, position } = await this.options.schedules.load(id);
      if (signal.aborted || !(await this.step(state, signal))) return position;
    }
  }

  /** False when nothing is left to do now. */
  private async step(state: ScheduleState, signal: AbortSignal): Promise<boolean> {
    const plan = planOf(state, this.options.clock.now());
    switch (plan.kind) {
      case 'rest':
        return false;
      case 'continue':
        return this.askMore({ ...state, running: plan.running }, signal);
      case 'stop':
        await this.record(state, { kind: 'Stop', at: plan.at }, `stop/${plan.at}`);
        return true;
      case 'skip':
        await this.record(state, { ...plan, kind: 'Skip' }, `skip/${plan.from}/${plan.to}`);
        return true;
      case 'start':
        await this.begin(state, plan.at, plan.definition);
        return true;
    }
  }

  private async begin(state: ScheduleState, at: number, definition: ScheduleDefinition): Promise<void> {
    let request: ScheduledRequest;
    try {
      request = this.options.read(requestFormOf(definition, at));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.options.log.error({ schedule: state.id, at: new Date(at).toISOString(), detail }, 'an occurrence breaks the contract of its operation');
      await this.record(state, { kind: 'Skip', from: at, to: at, count: 1, reason: 'INVALID', detail }, `skip/${at}/${at}`);
      return;
    }
    await this.record(state, { kind: 'Start', at, request }, `start/${at}`);
  }

  private async askMore(state: ScheduleState & { readonly running: RunningOccurrence }, signal: AbortSignal): Promise<boolean> {
    const { devices, acceptor } = this.options;
    const { at, after } = state.running;
    const { devices: targets, last, isLastPage } = await nextTargets(state.running, seenBy(state.organisation), devices);
    const answers = await acceptor.ask(targets, state, signal);
    if (answers === undefined) return false;
    await this.record(state, { kind: 'Progress', at, after: last, ...answers, isComplete: isLastPage }, `progress/${at}/${after ?? ''}`);
    return true;
  }

  private async record({ id }: ScheduleState, command: ScheduleCommand, step: string): Promise<void> {
    const context: DecisionContext = { commandId: uuidv5(id, step), correlationUid: id, causationId: eventIdOf(id, 0), actor: SCHEDULER };
    await this.options.schedules.execute(id, command, context);
  }
}

/** The organisation whose devices are asked; undefined: it sees all. */
const seenBy = (organisation: string): string | undefined => (organisation === RUNNING_ORGANISATION ? undefined : organisation);
