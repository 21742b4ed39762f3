import { readFile } from 'node:fs/promises';

import { DOCUMENT, documentWithTable } from './document';

it('docs/faults.md says what the tests expect; `npm run docs:faults` writes it', async () => {
  expect(await readFile(DOCUMENT, 'utf8')).toBe(await documentWithTable());
});
