import { eventStoreCompliance } from '#eventstore/compliance.js';
import { MemoryEventStore } from './memory-event-store.js';

eventStoreCompliance(
  'memory',
  async () => {
    const store = new MemoryEventStore();
    return { store, close: () => store.close() };
  },
  { without: ['reopen', 'interrupt'] },
);
