import { cellKey, type DeviceEvent, type RecordedDeviceEvent } from '#domain';
import { act, ORCHESTRATOR } from '#orchestration/acts.js';
import type { Findings, Moment } from './findings.js';
import { TERMINAL, type KnownCommand } from './known-command.js';

type Data<T extends DeviceEvent['type']> = Extract<DeviceEvent, { type: T }>['data'];

export interface KnownDevice {
  /** The command that holds it. */
  running: string | undefined;
  /** When it became free last, ms of simulated time. */
  freeSince: number;
  /** Epoch ms until which nothing is tried; 0: not at all. */
  circuitUntil: number;
  cell: string;
  /** It has been in another cell before. */
  hasMoved: boolean;
  /** Of the last event about its circuit. */
  circuitPosition: number;
}

const instant = (text: string): number => Date.parse(text);

/** Follows the record event by event, at the moment each becomes durable, and says what must never stand in it. */
export class Record {
  readonly commands = new Map<string, KnownCommand>();
  readonly devices = new Map<string, KnownDevice>();
  events = 0;

  constructor(
    private readonly time: Moment,
    private readonly findings: Findings,
    /** Attempts that a command is allowed. */
    private readonly allowed: number,
  ) {}

  device(id: string): KnownDevice {
    const known = this.devices.get(id);
    if (known !== undefined) return known;
    const fresh = { running: undefined, freeSince: 0, circuitUntil: 0, cell: '', hasMoved: false, circuitPosition: 0 };
    this.devices.set(id, fresh);
    return fresh;
  }

  get open(): readonly KnownCommand[] {
    return [...this.commands.values()].filter(({ status }) => status !== 'ENDED');
  }

  observe(event: RecordedDeviceEvent): void {
    this.events++;
    const device = event.stream.slice('device-'.length);
    this.findings.tell(() => `${device} ${event.type} of ${event.correlationUid}: ${JSON.stringify(event.data)}`);
    if (event.type === 'CommandAccepted') this.#accepted(event, device);
    else if (event.type === 'DeviceRegistered' || event.type === 'DeviceReplaced') this.#registered(device, event.data);
    else if (event.type === 'CircuitOpened') this.#circuit(device, instant(event.data.until), event.position);
    else if (event.type === 'CircuitClosed') this.#circuit(device, 0, event.position);
    else {
      const command = this.commands.get(event.correlationUid);
      if (command !== undefined) this.#happened(command, event);
    }
  }

  #circuit(id: string, until: number, position: number): void {
    const device = this.device(id);
    device.circuitUntil = until;
    device.circuitPosition = position;
  }

  #registered(id: string, { device: settings }: Data<'DeviceRegistered'>): void {
    const device = this.device(id);
    const cell = cellKey(settings.btsId, settings.cellId);
    device.hasMoved ||= this.time.now > 0 && cell !== device.cell;
    device.cell = cell;
  }

  #accepted(event: Extract<RecordedDeviceEvent, { type: 'CommandAccepted' }>, device: string): void {
    const { correlationUid: uid, data, actor, occurredAt } = event;
    if (this.commands.has(uid)) return this.findings.add(`command ${uid} was accepted twice`);
    this.commands.set(uid, {
      uid,
      device,
      operation: data.operation,
      options: data.options,
      organisation: actor.split('/', 1)[0] ?? '',
      cell: cellKey(data.btsId, data.cellId),
      expiresAt: instant(data.expiresAt),
      dueAt: instant(occurredAt),
      priority: data.options.priority,
      status: 'WAITING',
      since: this.time.now,
      position: event.position,
      attempts: 0,
      failures: 0,
      leaseToken: undefined,
      endings: [],
      answered: new Set(),
      decisions: 0,
    });
  }

  #happened(command: KnownCommand, event: RecordedDeviceEvent): void {
    const { uid, status } = command;
    if (status === 'ENDED') {
      if (TERMINAL.has(event.type)) command.endings.push(event.type);
      if (event.type !== 'LateAnswerRecorded' && event.type !== 'ResponseDeleted') this.findings.add(`command ${uid}: ${event.type} after its end`);
      return;
    }
    const answered = status === 'RUNNING' && (event.type === 'AttemptFailed' || TERMINAL.has(event.type));
    if (answered && !ofLease(event, command.leaseToken)) this.findings.add(`command ${uid}: ${event.type} by an attempt that is not the running one`);
    if (TERMINAL.has(event.type)) return this.#ended(command, event.type);
    switch (event.type) {
      case 'CommandScheduled':
        command.dueAt = instant(event.data.dueAt);
        break;
      case 'AttemptStarted':
        this.#started(command, event);
        break;
      case 'AttemptFailed':
        if (status !== 'RUNNING') this.findings.add(`command ${uid}: an attempt failed while it was ${status}`);
        if (event.data.counted !== false) command.failures++;
        this.#freed(command, 'WAITING');
        break;
      case 'RetryScheduled':
        command.dueAt = instant(event.data.dueAt);
        command.priority = event.data.priority;
        command.status = 'WAITING';
        break;
      case 'CommandHeld':
        command.status = 'HELD';
        break;
      case 'CommandReleased':
        command.status = 'WAITING';
        command.dueAt = instant(event.data.dueAt);
        break;
      case 'PriorityChanged':
        command.priority = event.data.priority;
        break;
      case 'ActionAnswered':
        if (event.data.retry !== true) command.answered.add(event.data.index);
        return;
      case 'DecisionRequested':
        this.#freed(command, 'UNDECIDED');
        break;
      case 'DecisionTaken':
        if (status !== 'UNDECIDED') this.findings.add(`command ${uid}: a decision was taken while it was ${status}`);
        command.decisions++;
        command.status = 'WAITING';
        command.dueAt = instant(event.occurredAt);
        break;
      default:
        return;
    }
    command.since = this.time.now;
    command.position = event.position;
  }

  #started(command: KnownCommand, { data, occurredAt }: Extract<RecordedDeviceEvent, { type: 'AttemptStarted' }>): void {
    const { uid, status, options, expiresAt } = command;
    const now = instant(occurredAt);
    const device = this.device(command.device);
    if (status !== 'WAITING') this.findings.add(`command ${uid}: an attempt was started while it was ${status}`);
    if (options.scheduleTime !== undefined && now < instant(options.scheduleTime))
      this.findings.add(`command ${uid} was started before its scheduleTime`);
    if (now < command.dueAt) this.findings.add(`command ${uid} was started before it was due`);
    if (now >= expiresAt) this.findings.add(`command ${uid} was started after its maxScheduleTime`);
    if (command.failures >= this.allowed) this.findings.add(`command ${uid} was started after ${command.failures} failures`);
    if (options.bypassRetry && command.failures > 0) this.findings.add(`command ${uid} was tried again although its client forbade it`);
    if (device.running !== undefined) this.findings.add(`command ${uid} was started while ${device.running} held ${command.device}`);
    if (now < device.circuitUntil) this.findings.add(`command ${uid} was started while the circuit of ${command.device} was open`);
    command.status = 'RUNNING';
    command.attempts = data.attempt;
    command.leaseToken = data.leaseToken;
    device.running = uid;
  }

  #ended(command: KnownCommand, how: string): void {
    this.#freed(command, 'ENDED');
    command.endings.push(how);
    command.since = this.time.now;
  }

  #freed(command: KnownCommand, status: KnownCommand['status']): void {
    const device = this.device(command.device);
    if (device.running === command.uid) {
      device.running = undefined;
      device.freeSince = this.time.now;
    }
    command.status = status;
  }
}

/** Acts on a running attempt name its lease in their id. */
function ofLease({ commandId, correlationUid }: RecordedDeviceEvent, leaseToken: string | undefined): boolean {
  return ['finish', 'abandon'].some((name) => commandId === act(correlationUid, `${name}-${leaseToken}`, ORCHESTRATOR).commandId);
}
