/** Writes one note to the file named on the command line, then leaves it as it is (`open`), closes it (`close`) or lets the thread crash (`crash`). */
import { openSqliteFile } from '../src/index.js';

const [, , path = '', how] = process.argv;
const file = await openSqliteFile({ path, synchronous: 'NORMAL', modules: { notes: new URL('./notes-writer.js', import.meta.url) } });
await file.write('notes', { kind: 'add', text: 'a' });
if (how === 'close') await file.close();
if (how === 'crash') await file.write('notes', { kind: 'crash' }).catch(() => undefined);
process.stdout.write('written');
