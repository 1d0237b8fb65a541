import type { WriterModule } from '../src/index.js';

/** Its tables cannot be created. */
const module: WriterModule<never, never> = {
  migrate: (db) => db.exec('CREATE TABLE broken ('),
  open: () => () => {
    throw new Error('never opened');
  },
};
export default module;
