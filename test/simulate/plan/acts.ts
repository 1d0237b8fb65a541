import type { CommandOptions, OperationName } from '#contract';

/** A command that some client sends; `number` names it in later acts. */
export interface Send {
  readonly kind: 'send';
  readonly number: number;
  readonly device: number;
  readonly organisation: string;
  readonly operation: OperationName;
  readonly data: unknown;
  readonly options: CommandOptions;
  /** Ms from the moment of sending; they become times of its options. */
  readonly scheduledIn?: number;
  readonly expiresIn?: number;
}

export interface Touch {
  readonly kind: 'cancel' | 'hold' | 'release' | 'prioritise' | 'decide' | 'delete-response';
  readonly number: number;
  readonly priority: number;
  readonly again: boolean;
}

export interface Limit {
  readonly kind: 'limit';
  readonly scope: string;
  /** -1: unlimited. */
  readonly concurrency: number;
  readonly newPerSecond: number;
}

export interface Move {
  readonly kind: 'move';
  readonly device: number;
  readonly cell: Cell;
}

/** The meter was heard. */
export interface Hear {
  readonly kind: 'hear';
  readonly device: number;
}

export interface Jump {
  readonly kind: 'jump';
  readonly by: number;
}

/** A process dies: at once, or at one of the calls that it makes next. */
export interface Kill {
  readonly kind: 'kill';
  readonly process: number;
  /** How long it stays dead, ms. */
  readonly downtime: number;
  /** Call of a port at which its next life ends too. */
  readonly nextDiesAtCall: number | undefined;
}

/** A process stands still for a while. */
export interface Freeze {
  readonly kind: 'freeze';
  readonly process: number;
  /** How long, ms. */
  readonly lasting: number;
}

export interface Change {
  readonly kind: 'weather';
}

export type Act = Send | Touch | Limit | Move | Hear | Jump | Kill | Freeze | Change;

export interface Cell {
  readonly btsId?: number;
  readonly cellId?: number;
}

export interface TimedAct {
  /** Ms from the start of the history. */
  readonly at: number;
  readonly act: Act;
}
