/** A read model as `GET /v1/projections` tells it. */
export interface ProjectionRow {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  readonly state: string;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly quarantined: number;
  readonly rebuild: RebuildRow | null;
}

export interface RebuildRow {
  /** 0 to 1. */
  readonly done: number;
  readonly eventsPerSecond: number;
  readonly estimatedSecondsLeft: number | null;
}

export interface QuarantineRow {
  readonly deviceIdentification: string;
  readonly revision: number;
  readonly type: string;
  readonly error: string;
  readonly since: string | null;
  readonly parked: number;
}

export interface ParkedRow {
  readonly revision: number;
  readonly type: string;
}

export interface ReplayRow {
  readonly deviceIdentification: string;
  readonly outcome: 'CLEARED' | 'KEPT';
  readonly error?: string;
}

/** What operators do with read models. All throw CliError: exit code 1 when it is refused, 3 when nobody can be reached. */
export interface ReadModels {
  /** True: what is begun goes on when this program has ended. */
  readonly inBackground: boolean;
  projections(): Promise<readonly ProjectionRow[]>;
  projection(name: string): Promise<ProjectionRow>;
  rebuild(name: string): Promise<void>;
  cancel(name: string): Promise<void>;
  quarantined(name: string): AsyncIterable<QuarantineRow>;
  quarantinedDevice(name: string, device: string): Promise<QuarantineRow>;
  parked(name: string, device: string): AsyncIterable<ParkedRow>;
  replay(name: string, device: string | undefined): Promise<readonly ReplayRow[]>;
  /** Answers how many events were given up. */
  discard(name: string, device: string, reason: string): Promise<number>;
  close(): Promise<void>;
}
