import { setTimeout as pause } from 'node:timers/promises';
import type { CommandView } from './views.js';

export type { CommandView } from './views.js';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

export interface TextAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface RawRequest {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Accepted {
  readonly correlationUid: string;
  readonly status: string;
  readonly position: string;
}

const ENDED: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED']);

/** A client of the platform's HTTP interface, as a customer would write one. */
export class Api {
  /** `observe` sees the text of every answer. */
  constructor(
    readonly url: string,
    readonly key: string,
    private readonly observe: (text: string) => void = () => undefined,
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

  /** A request as it stands: no API key, no content type but those given. */
  async raw(path: string, { method = 'GET', body, headers = {} }: RawRequest = {}): Promise<TextAnswer> {
    const answer = await fetch(`${this.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.text();
    this.observe(text);
    return { status: answer.status, text, headers: answer.headers };
  }

  /** All items of a list, page by page. @throws when a page is refused */
  async all<T>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    for (let after: string | null = ''; after !== null;) {
      const cursor: string = after === '' ? '' : `${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(after)}`;
      const { status, body } = await this.get<{ items: readonly T[]; next: string | null }>(`${path}${cursor}`);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      items.push(...body.items);
      after = body.next;
    }
    return items;
  }

  /** Sends a command. @throws when it is refused */
  async send(operation: string, deviceIdentification: string, data?: unknown, options?: unknown): Promise<Accepted> {
    const request = { deviceIdentification, ...(data === undefined ? {} : { data }), ...(options === undefined ? {} : { options }) };
    const { status, body } = await this.post<Accepted>(`/v1/commands/${operation}`, request);
    if (status !== 202) throw new Error(`${operation} was refused: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Sends a command and waits for its end. @throws when it is refused or does not end in time */
  async run(operation: string, deviceIdentification: string, data?: unknown, options?: unknown, withinMs = 60_000): Promise<CommandView> {
    const { correlationUid } = await this.send(operation, deviceIdentification, data, options);
    return this.ended(correlationUid, withinMs);
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
    const answer = await this.raw(path, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...content, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (answer.text === '' ? {} : JSON.parse(answer.text)) as T, headers: answer.headers };
  }
}
