import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Lifetime } from '../../../demo/base/lifetime';
import { zipWith, type Part } from '../../support/zip';

/** As much of a template as is read. */
const BYTES = 20 * 1024 * 1024 - 1024;
const SHARED_TEXT = 4_100_000;
const SHEET_TEXT = 1_100_000;
const COLUMNS = ['姓名', '电话', '地址'];

/**
 * A workbook that takes as long to read as one can: of its largest size, its sheet longer than is read of it, and the
 * names of its columns behind four megabytes of other text.
 */
export function largeWorkbook(): Buffer {
  const filler = '<si><t>x</t></si>'.repeat(SHARED_TEXT / 18);
  const before = filler.length / '<si><t>x</t></si>'.length;
  const header = COLUMNS.map((_, at) => `<c r="${'ABC'[at]}1" t="s"><v>${before + at}</v></c>`);
  const row = '<row>' + '<c t="inlineStr"><is><t></t></is></c>'.repeat(10) + '</row>';
  const entries: Array<[name: string, text: string]> = [
    ['_rels/.rels', relationships([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      '<workbook xmlns:r="r"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'sharedStrings', 'sharedStrings.xml'],
      ]),
    ],
    [
      'xl/worksheets/sheet1.xml',
      `<worksheet><sheetData>${row.repeat(SHEET_TEXT / row.length / 3)}<row>${header.join('')}</row>${row.repeat(SHEET_TEXT / row.length)}</sheetData></worksheet>`,
    ],
    [
      'xl/sharedStrings.xml',
      `<sst>${filler}${COLUMNS.map((name) => `<si><t>${name}</t></si>`).join('')}${filler}</sst>`,
    ],
  ];
  const parts: Part[] = entries.map(([name, content]) => ({ name, content }));
  const picture = randomBytes(BYTES - zipWith(parts).length - 4_000);
  return zipWith([...parts, { name: 'xl/media/picture.png', content: picture, stored: true }]);
}

/** A table in HTML of the same size, its header in front: what comes behind has to be got through or left. */
export function largeHtml(): Buffer {
  const head = `<table><tr>${COLUMNS.map((name) => `<th>${name}</th>`).join('')}</tr>`;
  const row = '<tr><td>李雷</td><td>13800138000</td><td>深圳</td></tr>';
  return Buffer.from(head + row.repeat(BYTES / Buffer.byteLength(row) - 10) + '</table>');
}

function relationships(list: Array<[id: string, type: string, target: string]>): string {
  const written = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="http://t/${type}" Target="${target}"/>`,
  );
  return `<Relationships>${written.join('')}</Relationships>`;
}

/** The platform, but for the file of its templates. @returns its address */
export async function withTemplate(
  lifetime: Lifetime,
  platform: string,
  file: Buffer,
): Promise<string> {
  const server = createServer((incoming, answer) => {
    if (incoming.url?.startsWith('/api/exportModel')) {
      answer.writeHead(200, { 'content-type': 'application/vnd.ms-excel' }).end(file);
      return;
    }
    const { method, headers, url } = incoming;
    const onward = request(`${platform}${url}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await lifetime.add(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
