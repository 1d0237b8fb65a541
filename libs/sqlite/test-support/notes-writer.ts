import type { DatabaseSync } from 'node:sqlite';
import type { WriterModule } from '../src/index.js';

export type NoteRequest =
  | { readonly kind: 'add'; readonly text: string }
  | { readonly kind: 'add-then-refuse'; readonly text: string }
  | { readonly kind: 'add-twice-same-key'; readonly text: string }
  | { readonly kind: 'transaction-lost'; readonly text: string }
  | { readonly kind: 'crash' };

class NoteRefusedError extends Error {
  readonly code = 'NOTE_REFUSED';
  constructor(readonly text: string) {
    super(`refused: ${text}`);
    this.name = 'NoteRefusedError';
  }
}

/** A small writer module that can also misbehave in every way a module can. */
const module: WriterModule<NoteRequest, { id: number }> = {
  migrate: (db: DatabaseSync) => db.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)'),
  open: (db) => {
    const insert = db.prepare('INSERT INTO notes (text) VALUES (?)');
    const add = (text: string): { id: number } => ({ id: Number(insert.run(text).lastInsertRowid) });
    return (request) => {
      switch (request.kind) {
        case 'add':
          return add(request.text);
        case 'add-then-refuse':
          add(request.text);
          throw new NoteRefusedError(request.text);
        case 'add-twice-same-key':
          add(request.text);
          return add(request.text);
        case 'transaction-lost':
          db.exec('ROLLBACK');
          throw new Error('disk full');
        case 'crash':
          process.exit(3);
      }
    };
  },
};
export default module;
