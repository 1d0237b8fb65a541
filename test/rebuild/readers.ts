import type { Api } from '../support/api.js';

export const PROJECTION = 'commands';
/** Operation of a command that stands in the old generation only. */
export const MARKER = 'OnlyInTheOldGeneration';

export interface ProjectionView {
  readonly generation: number;
  readonly state: string;
  readonly rebuild: { readonly done: number; readonly eventsPerSecond: number } | null;
}

export async function projectionOf(api: Api): Promise<ProjectionView> {
  const { status, body } = await api.get<ProjectionView>(`/v1/projections/${PROJECTION}`);
  if (status !== 200) throw new Error(`the projection's status cannot be read: ${status}`);
  return body;
}

/** Reads all the time, and looks that it sees the old generation until the swap and the new one after it. */
export class Readers {
  reads = 0;
  readonly violations: string[] = [];
  private stopped = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly api: Api,
    private readonly oldGeneration: number,
  ) {}

  start(): void {
    this.running = Promise.all([this.repeat(async () => this.lookForMarker()), this.repeat(async () => this.readLists())]);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async repeat(work: () => Promise<void>): Promise<void> {
    // An error of the connection: the platform was killed, and whoever did it knows.
    while (!this.stopped) await work().catch(() => (this.stopped = true));
  }

  /** The generation before and after a read says which one it can have seen. */
  private async lookForMarker(): Promise<void> {
    const before = await projectionOf(this.api);
    const { status, body } = await this.api.get<{ readonly items: readonly unknown[] }>(`/v1/commands?operation=${MARKER}`);
    const after = await projectionOf(this.api);
    this.reads += 1;
    if (status !== 200) this.violations.push(`a read failed: ${status} ${JSON.stringify(body)}`);
    else if (after.generation === this.oldGeneration && body.items.length === 0) this.violations.push('the new generation was read before the swap');
    else if (before.generation !== this.oldGeneration && body.items.length > 0) this.violations.push('the old generation was read after the swap');
  }

  private async readLists(): Promise<void> {
    for (const path of [
      '/v1/devices?limit=20',
      '/v1/commands?limit=20',
      '/v1/commands?status=SUCCEEDED&limit=20',
      '/v1/devices/OLD000000/history?limit=5',
    ]) {
      const { status, body } = await this.api.get(path);
      this.reads += 1;
      if (status !== 200) this.violations.push(`${path} failed: ${status} ${JSON.stringify(body)}`);
    }
  }
}
