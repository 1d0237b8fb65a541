import type { PlatformApi } from '../platform-api.js';
import type { ParkedRow, ProjectionRow, QuarantineRow, ReadModels, ReplayRow } from './read-models.js';

const PAGE = 500;

interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Through the HTTP interface of the platform that holds the data directory. */
export function throughThePlatform(api: PlatformApi): ReadModels {
  const get = async <T>(path: string): Promise<T> => (await api.send('GET', `/v1/projections${path}`)).body as T;
  const post = async <T>(path: string, body: object): Promise<T> => (await api.send('POST', `/v1/projections${path}`, body)).body as T;
  const quarantine = (name: string, rest = ''): string => `/${encodeURIComponent(name)}/quarantine${rest}`;
  const ofDevice = (name: string, device: string): string => quarantine(name, `/${encodeURIComponent(device)}`);
  return {
    inBackground: true,
    projections: async () => get<readonly ProjectionRow[]>(''),
    projection: async (name) => get<ProjectionRow>(`/${encodeURIComponent(name)}`),
    rebuild: async (name) => {
      await api.send('POST', `/v1/projections/${encodeURIComponent(name)}/rebuild`);
    },
    cancel: async (name) => {
      await api.send('DELETE', `/v1/projections/${encodeURIComponent(name)}/rebuild`);
    },
    quarantined: (name) => pages(async (paging) => get<PageOf<QuarantineRow>>(quarantine(name, paging))),
    quarantinedDevice: async (name, device) => get<QuarantineRow>(ofDevice(name, device)),
    parked: (name, device) => pages(async (paging) => (await get<{ readonly events: PageOf<ParkedRow> }>(ofDevice(name, device) + paging)).events),
    replay: async (name, device) => {
      const body = device === undefined ? {} : { deviceIdentification: device };
      return (await post<{ readonly items: readonly ReplayRow[] }>(quarantine(name, '/replay'), body)).items;
    },
    discard: async (name, device, reason) =>
      (await post<{ readonly discarded: number }>(quarantine(name, '/discard'), { deviceIdentification: device, reason })).discarded,
    close: async () => Promise.resolve(),
  };
}

async function* pages<T>(page: (query: string) => Promise<PageOf<T>>): AsyncIterable<T> {
  let after: string | null | undefined;
  while (after !== null) {
    const { items, next } = await page(`?limit=${PAGE}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`);
    yield* items;
    after = next;
  }
}
