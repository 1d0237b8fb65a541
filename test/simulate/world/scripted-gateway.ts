import { FAULT_TYPES, fault, OPERATIONS, ownFault, type Fault, type FaultCode, type OperationDefinition } from '#contract';
import type { ActionResult, EffectJournal, SessionAction, SessionRequest, SessionResult } from '#gateway';
import type { Random } from '../../chaos/random.js';
import type { Field, Line } from './field.js';
import type { Life } from './life.js';
import type { SimTime } from './sim-time.js';
import type { Weather } from './weather.js';

const CODES = Object.keys(FAULT_TYPES).map(Number) as FaultCode[];
const CONNECTION_CODES = CODES.filter((code) => (code >= 211 && code <= 214) || (code >= 223 && code <= 234) || code === 410 || code === 419);
const DATA_ACCESS_RESULTS = [1, 2, 3, 4, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 250];

/** A meter that hears nothing for so long ends the connection, ms. */
export const INACTIVITY = 5_000;

const repeatingOf = (operation: SessionAction['operation']): OperationDefinition['repeating'] => OPERATIONS[operation].repeating;
const stopped = (): Fault => ownFault('ATTEMPT_ABANDONED', 'the session was stopped', 'PROTOCOL_DLMS');

/** A gateway to scripted meters, as one process of the platform has it: sessions end with the process, what meters did stays done. */
export class ScriptedGateway {
  constructor(
    private readonly name: string,
    private readonly life: Life,
    private readonly time: SimTime,
    private readonly random: Random,
    private readonly field: Field,
    private readonly weather: () => Weather,
  ) {}

  async run(request: SessionRequest, signal?: AbortSignal, journal?: EffectJournal): Promise<SessionResult> {
    if (!this.life.isAlive) return new Promise<never>(() => undefined);
    if (request.mayTalk?.() === false) return { answered: [], facts: [], failure: stopped() };
    const line = this.field.dialled(request, this.name);
    this.life.onDeath(line.hangUp);
    this.life.onFreeze(() => {
      this.time.at(this.time.now + INACTIVITY, () => {
        if (this.life.isFrozen) line.hangUp();
      });
    });
    try {
      return await this.#session(request, line, signal, journal);
    } finally {
      line.hangUp();
    }
  }

  async #session(
    { correlationUid, actions, mayTalk = () => true }: SessionRequest,
    line: Line,
    signal: AbortSignal | undefined,
    journal: EffectJournal | undefined,
  ): Promise<SessionResult> {
    const weather = this.weather();
    const answered: ActionResult[] = [];
    const over = (failure?: Fault): SessionResult => ({ answered, facts: [], ...(failure === undefined ? {} : { failure }) });
    const cut = (): Fault | undefined => {
      if (signal?.aborted || !mayTalk()) return stopped();
      return line.isOpen ? undefined : fault(229, 'the connection was lost', 'PROTOCOL_DLMS');
    };
    await this.#takesTime(weather, signal);
    let broken = cut();
    if (broken !== undefined) return over(broken);
    if (this.random.next() < weather.absurd) throw new TypeError('nobody foresaw this');
    if (this.random.next() < weather.unreachable) return over(fault(this.random.pick(CONNECTION_CODES), 'no connection', 'PROTOCOL_DLMS'));
    for (const action of actions) {
      const lost = this.random.next() < weather.lost ? this.random.pick(['before', 'after'] as const) : undefined;
      if (lost === 'before') return over(fault(229, 'the connection was lost', 'PROTOCOL_DLMS'));
      const doubt = this.#doubt(correlationUid, action, weather);
      if (doubt !== undefined) {
        answered.push(doubt);
        continue;
      }
      const result = await this.#result(action, weather, signal);
      broken = cut();
      if (broken !== undefined) return over(broken);
      if (result.ok) {
        if (repeatingOf(action.operation) !== 'harmless') {
          try {
            await journal?.started(action.index);
          } catch {
            return over(ownFault('TECHNICAL_ERROR', 'the journal could not be written', 'PROTOCOL_DLMS'));
          }
          broken = cut();
          if (broken !== undefined) return over(broken);
        }
        this.field.carriedOut(correlationUid, action.index, repeatingOf(action.operation) === 'dangerous');
        await this.#takesTime(weather, signal);
        broken = cut();
        if (broken !== undefined) return over(broken);
      }
      if (lost === 'after') return over(fault(233, 'no answer', 'PROTOCOL_DLMS'));
      answered.push(result);
    }
    return over();
  }

  /** What reading back tells of an action that an earlier attempt may have carried out; undefined: it was not, so it is to be done now. */
  #doubt(uid: string, { index, operation, doubtful }: SessionAction, { unsettled }: Weather): ActionResult | undefined {
    if (doubtful !== true) return undefined;
    if (this.random.next() < unsettled) {
      return { index, operation, ok: false, undecided: true, fault: ownFault('TECHNICAL_ERROR', 'cannot tell whether it was done', 'PROTOCOL_DLMS') };
    }
    if (!this.field.wasCarriedOut(uid, index)) return undefined;
    return { index, operation, ok: true, response: null, description: 'had been done', facts: [] };
  }

  async #result({ index, operation }: SessionAction, weather: Weather, signal: AbortSignal | undefined): Promise<ActionResult> {
    await this.#takesTime(weather, signal);
    if (this.random.next() < weather.faulty) return { index, operation, ok: false, fault: this.#fault() };
    return { index, operation, ok: true, response: { slot: index }, facts: [] };
  }

  #fault(): Fault {
    const code = this.random.pick(CODES);
    if (code !== 412) return fault(code, 'refused', 'PROTOCOL_DLMS');
    return fault(412, 'refused', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: String(this.random.pick(DATA_ACCESS_RESULTS)) } });
  }

  #takesTime({ slowest }: Weather, signal: AbortSignal | undefined): Promise<void> {
    return this.life.outlived(this.time.wait(this.random.between(1, slowest), signal));
  }
}
