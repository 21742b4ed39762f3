/** Writes the table of `docs/servers.md`: `npm run docs:servers`. */
import { writeFile } from 'node:fs/promises';

import { DOCUMENT, documentWithTable } from './document';

void documentWithTable().then(async (text) => await writeFile(DOCUMENT, text));
