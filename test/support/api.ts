import { setTimeout as pause } from 'node:timers/promises';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

export interface CommandView {
  readonly correlationUid: string;
  readonly deviceIdentification: string;
  readonly operation: string;
  readonly status: string;
  readonly result: 'OK' | 'NOT OK' | null;
  readonly fault: { readonly code: number; readonly type: string; readonly message: string } | null;
  readonly attempts: readonly { readonly number: number; readonly outcome: string | null }[];
  readonly response: unknown;
  readonly responseState: string | null;
}

const ENDED: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED']);

/** A client of the platform's HTTP interface, as a customer would write one. */
export class Api {
  constructor(
    readonly url: string,
    readonly key: string,
  ) {}

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.#request<T>('GET', path);
  }

  post<T = Record<string, unknown>>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
    return this.#request<T>('POST', path, body, headers);
  }

  delete<T = Record<string, unknown>>(path: string, body?: unknown): Promise<Answer<T>> {
    return this.#request<T>('DELETE', path, body);
  }

  /** Sends a command and waits for its end. @throws when it is refused or does not end in time */
  async run(operation: string, deviceIdentification: string, data?: unknown, options?: unknown, withinMs = 60_000): Promise<CommandView> {
    const accepted = await this.post<{ correlationUid: string }>(`/v1/commands/${operation}`, {
      deviceIdentification,
      ...(data === undefined ? {} : { data }),
      ...(options === undefined ? {} : { options }),
    });
    if (accepted.status !== 202) throw new Error(`${operation} was refused: ${accepted.status} ${JSON.stringify(accepted.body)}`);
    return this.ended(accepted.body.correlationUid, withinMs);
  }

  async ended(correlationUid: string, withinMs = 60_000): Promise<CommandView> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const { status, body } = await this.get<CommandView>(`/v1/commands/${correlationUid}?wait=10`);
      if (status === 200 && ENDED.has(body.status)) return body;
      if (Date.now() >= deadline) throw new Error(`command ${correlationUid} has not ended: ${status} ${JSON.stringify(body)}`);
    }
  }

  /** Until the platform answers, or `isRunning` says that it never will. */
  async ready(isRunning: () => boolean = () => true, withinMs = 60_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (Date.now() < deadline && isRunning()) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      await pause(25);
    }
    throw new Error(`${this.url} is not ready`);
  }

  async #request<T>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...content, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: answer.headers };
  }
}
