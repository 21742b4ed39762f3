import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateRawSync } from 'node:zlib';

import type { Lifetime } from '../../../demo/base/lifetime';

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
  const parts = entries.map(([name, text]) => packed(name, Buffer.from(text), true));
  const size = parts.reduce((sum, { local }) => sum + local.length, 0);
  parts.push(packed('xl/media/picture.png', randomBytes(BYTES - size - 4_000), false));
  return zip(parts);
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

interface Part {
  local: Buffer;
  central: (at: number) => Buffer;
}

function packed(name: string, bytes: Buffer, deflate: boolean): Part {
  const content = deflate ? deflateRawSync(bytes) : bytes;
  const label = Buffer.from(name);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(deflate ? 8 : 0, 4);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(label.length, 22);
  const signature = (value: number) => {
    const written = Buffer.alloc(4);
    written.writeUInt32LE(value);
    return written;
  };
  const central = (at: number) => {
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    return Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), fields, rest, label]);
  };
  return { local: Buffer.concat([signature(0x04034b50), fields, label, content]), central };
}

function zip(parts: Part[]): Buffer {
  let at = 0;
  const directory: Buffer[] = [];
  for (const { local, central } of parts) {
    directory.push(central(at));
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts.map(({ local }) => local), ...directory, end]);
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
