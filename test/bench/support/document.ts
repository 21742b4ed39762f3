import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PACKAGE_FOLDER } from '../../../demo/base/settings';

/**
 * With `BENCH_WRITE=1`, puts a table between `<!-- figures: name -->` and `<!-- end -->`.
 *
 * @throws when the document has no such place
 */
export async function intoDocument(file: string, name: string, table: string): Promise<void> {
  if (process.env.BENCH_WRITE !== '1') return;
  const path = join(PACKAGE_FOLDER, file);
  const text = await readFile(path, 'utf8');
  const begin = `<!-- figures: ${name} -->`;
  const start = text.indexOf(begin);
  const end = text.indexOf('<!-- end -->', start);
  if (start < 0 || end < 0) throw new Error(`${file} has no place for the figures of ${name}`);
  const before = text.slice(0, start + begin.length);
  await writeFile(path, `${before}\n\n${table}\n\n${text.slice(end)}`);
}
