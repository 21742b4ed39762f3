/** Writes the table of `docs/faults.md` anew: `npm run docs:faults`. */
import { writeFile } from 'node:fs/promises';

import { DOCUMENT, documentWithTable } from './document';

void documentWithTable().then(async (text) => await writeFile(DOCUMENT, text));
