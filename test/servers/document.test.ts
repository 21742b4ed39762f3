import { readFile } from 'node:fs/promises';

import { DOCUMENT, documentWithTable } from './document';
import { EXCEPTIONS } from './exceptions';
import { OPERATIONS } from './operations/all';
import { ROWS } from './rows';

it('docs/servers.md says what the tests expect; `npm run docs:servers` writes it', async () => {
  expect(await readFile(DOCUMENT, 'utf8')).toBe(await documentWithTable());
});

it('has exceptions for rows and operations alone that there are', () => {
  const rows = new Set(ROWS.map(({ name }) => name));
  const operations = new Set(OPERATIONS.map(({ name }) => name));
  for (const exception of EXCEPTIONS) {
    if (exception.rows !== '*') expect(exception.rows.filter((row) => !rows.has(row))).toEqual([]);
    if (exception.operations === '*') continue;
    expect(exception.operations.filter((name) => !operations.has(name))).toEqual([]);
  }
});
