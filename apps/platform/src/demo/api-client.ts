export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The platform's own HTTP interface, as any client uses it. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    private readonly signal: AbortSignal,
  ) {}

  get(path: string): Promise<ApiAnswer> {
    return this.call(path, { method: 'GET' });
  }

  post(path: string, body: object): Promise<ApiAnswer> {
    return this.call(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  }

  private async call(path: string, request: RequestInit): Promise<ApiAnswer> {
    const headers = { ...(request.headers as Record<string, string> | undefined), Authorization: `Bearer ${this.apiKey}` };
    const response = await fetch(`${this.url}${path}`, { ...request, headers, signal: this.signal });
    return { status: response.status, body: (await response.json()) as ApiAnswer['body'] };
  }
}
