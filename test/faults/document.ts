import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FAULTS, type FaultCase, type Outcome } from './faults';

export const DOCUMENT = join(__dirname, '..', '..', 'docs', 'faults.md');

const BEGIN = '<!-- The table is written by `npm run docs:faults` from test/faults/faults.ts. -->';

/** The document with the table as the tests have it. */
export async function documentWithTable(): Promise<string> {
  const [text] = (await readFile(DOCUMENT, 'utf8')).split(BEGIN);
  const rows = FAULTS.map((fault) => {
    const { read, file, write, login } = fault;
    const ofFile = file === undefined ? 'as a list' : cellOf(file);
    return [nameOf(fault), cellOf(read), ofFile, cellOf(write), cellOf(login)];
  });
  const head = ['what goes wrong', 'lists, dropdowns, polls', 'files', 'writes', 'the login'];
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `${text}${BEGIN}\n\n${table.join('\n')}\n`;
}

function nameOf({ name }: FaultCase): string {
  return name.replace(/\|/g, '\\|');
}

function cellOf(outcome: Outcome | null): string {
  if (outcome === null) return '';
  switch (outcome.as) {
    case 'unnoticed':
      return 'unnoticed';
    case 'repeated':
      return `sent again; *${wordsOf(outcome.message)}*`;
    case 'told':
      return `*${wordsOf(outcome.message)}*`;
    case 'doubtful':
      return `**not sent again**; *${wordsOf(outcome.message)}*`;
  }
}

function wordsOf(message: RegExp | string): string {
  const words =
    typeof message === 'string'
      ? message
      : message.source
          .replace(/^\^|\\(?=[*()])/g, '')
          .replace(/\.\*\*\*\*\.\*/, '… \\*\\*\\* …')
          .replace(/\\\./g, '.')
          .replace(/: $/, ': …');
  return words.replace('<Base URL>', 'the Base URL');
}
