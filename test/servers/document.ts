import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exceptionOf } from './exceptions';
import { OPERATIONS, operationsOf } from './operations/all';
import { GROUPS, type Group } from './operations/operation';
import { ROWS, type ServerRow } from './rows';

export const DOCUMENT = join(__dirname, '..', '..', 'docs', 'servers.md');

const BEGIN = '<!-- The table is written by `npm run docs:servers` from test/servers. -->';

/** The document with the table as the tests have it. */
export async function documentWithTable(): Promise<string> {
  const [text] = (await readFile(DOCUMENT, 'utf8')).split(BEGIN);
  const head = ['the server …', ...GROUPS];
  const rows = ROWS.map((row) => [nameOf(row), ...GROUPS.map((group) => cellOf(row, group))]);
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  const cells = ROWS.reduce((sum, row) => sum + operationsOf(row).length, 0);
  const size = `${ROWS.length} servers, ${OPERATIONS.length} operations, ${cells} cells.`;
  return `${text}${BEGIN}\n\n${size}\n\n${table.join('\n')}\n\n${reasons()}\n`;
}

function nameOf({ name, about }: ServerRow): string {
  return `${escaped(about)} (\`${name}\`)`;
}

function cellOf(row: ServerRow, group: Group): string {
  const operations = operationsOf(row).filter((operation) => operation.group === group);
  if (operations.length === 0) return '';
  const refused = new Map<string, string[]>();
  for (const operation of operations) {
    const exception = exceptionOf(row, operation);
    if (!exception || exception.rows === '*') continue;
    const { message } = exception;
    refused.set(message, [...(refused.get(message) ?? []), operation.name]);
  }
  if (refused.size === 0) return 'works';
  return [...refused]
    .map(([message, names]) => {
      const which = names.length === operations.length ? '' : `${names.join(', ')}: `;
      return `${which}*${escaped(message)}*`;
    })
    .join('<br>');
}

/** Why each of the messages is the best that can be done. */
function reasons(): string {
  const reached = ROWS.flatMap((row) =>
    operationsOf(row).map((operation) => exceptionOf(row, operation)),
  );
  const lines = [...new Set(reached)]
    .filter((exception) => exception !== undefined)
    .map(({ message, because }) => `- *${escaped(message)}*: ${because}`);
  return [...new Set(lines)].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[|*<>]/g, (sign) =>
    sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`,
  );
}
