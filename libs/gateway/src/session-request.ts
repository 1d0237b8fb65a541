import type { MeterOperation, DeviceSettings, Fault, OperationData, SecretType } from '#contract';
import type { Fact, KeyInUse } from '#domain';

/** One operation to carry out in a session; `index` is its slot in the bundle, 0 for a single operation. */
export type SessionAction = {
  [K in MeterOperation]: {
    readonly index: number;
    readonly operation: K;
    readonly data: OperationData[K];
    /** An earlier attempt may have carried it out: the meter is asked before it is done again. */
    readonly doubtful?: true;
  };
}[MeterOperation];

/** Is told of an effect before the meter is. */
export interface EffectJournal {
  /**
   * Resolves once it is durable that the action may have reached the meter; only then its first octet is sent.
   * A rejection ends the session: nothing of the action has been sent.
   */
  started(index: number): Promise<void>;
}

/** Work for one device, done over one TCP connection and one association. */
export interface SessionRequest {
  readonly correlationUid: string;
  /** Number of the attempt, from 1; for the log only. */
  readonly attempt: number;
  readonly deviceIdentification: string;
  readonly settings: DeviceSettings;
  /** Keys that are active now. */
  readonly keys: Readonly<Partial<Record<SecretType, KeyInUse>>>;
  /** Carried out in this order. */
  readonly actions: readonly SessionAction[];
  /** Epoch ms: a meter that is looked for is given up then. Default: never. */
  readonly notAfter?: number;
  /** Asked before anything is sent: false ends the session. A process that was stopped for a while is told so before it says a word. Default: always. */
  readonly mayTalk?: (this: void) => boolean;
}

export type ActionResult =
  | {
      readonly index: number;
      readonly operation: MeterOperation;
      readonly ok: true;
      /** As the contract defines it; null for operations that only change something. */
      readonly response: unknown;
      readonly description?: string;
      /** What the meter said or was told, for the device's stream. */
      readonly facts: readonly Fact[];
    }
  | {
      readonly index: number;
      readonly operation: MeterOperation;
      readonly ok: false;
      readonly fault: Fault;
      /** The action was in doubt and the meter cannot tell whether it was done: nothing was sent, somebody has to decide. */
      readonly undecided?: true;
    };

export interface SessionResult {
  /** In the order of the actions; a slot that could not be tried is missing. */
  readonly answered: readonly ActionResult[];
  /** Facts of the session itself. */
  readonly facts: readonly Fact[];
  /** Why the session ended before every action was answered. */
  readonly failure?: Fault;
}
