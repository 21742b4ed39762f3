import FormData from 'form-data';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { isQueuedForm, textsOf, withTexts, type QueuedForm } from '../../credentials/queuedForm';

const SHEET = Buffer.from('PK\u0003\u0004 the sheet');

function given(file: Buffer | Readable): QueuedForm {
  const form = new FormData();
  form.append('project_sn', 'project|1');
  form.append('upload', file, {
    filename: '名单.xlsx',
    contentType: 'application/vnd.ms-excel',
    knownLength: SHEET.length,
  });
  form.append('source', '春季');
  return form as unknown as QueuedForm;
}

async function read(form: QueuedForm) {
  const sent = form as unknown as FormData;
  // Before it is read: afterwards nothing is left to count.
  const announced = sent.getLengthSync();
  const body = await buffer(sent.pipe(new PassThrough()));
  const answer = new Response(new Uint8Array(body), { headers: sent.getHeaders() });
  return { form: await answer.formData(), bytes: body.length, announced };
}

describe('a form of the package form-data', () => {
  it('is told from other bodies', () => {
    expect(isQueuedForm(given(SHEET))).toBe(true);
    const others = [{}, 'text', null, SHEET, { append() {} }, { _streams: [] }];
    expect(others.filter(isQueuedForm)).toEqual([]);
  });

  it('gives its texts, not its files', () => {
    expect(textsOf(given(SHEET))).toEqual({ project_sn: 'project|1', source: '春季' });
  });

  it.each([
    ['bytes', () => SHEET],
    ['a stream', () => Readable.from([SHEET])],
  ])('is made again with the signed texts first and its file of %s', async (_, file) => {
    const form = given(file());
    const signed = { user_sn: 'SYSUSER|1', ...textsOf(form), url: '12345678' };
    // n8n may have a request signed more than once before it is sent.
    withTexts(form, signed);
    const { form: read1, bytes, announced } = await read(withTexts(form, signed));
    const upload = read1.get('upload') as File;
    expect([...read1.keys()]).toEqual(['user_sn', 'project_sn', 'source', 'url', 'upload']);
    expect(read1.get('source')).toBe('春季');
    expect(upload.name).toBe('名单.xlsx');
    expect(upload.type).toBe('application/vnd.ms-excel');
    expect(Buffer.from(await upload.arrayBuffer())).toEqual(SHEET);
    expect(bytes).toBe(announced);
  });

  it('may have several files, also of text or without a name, and none of them is signed', async () => {
    const form = new FormData();
    form.append('list', '姓名,电话', { filename: 'list.csv' });
    form.append('project_sn', 'project|1');
    form.append('sheet', SHEET);
    const given = form as unknown as QueuedForm;
    expect(textsOf(given)).toEqual({ project_sn: 'project|1' });
    const { form: read1, bytes, announced } = await read(withTexts(given, textsOf(given)));
    const [list, sheet] = [read1.get('list'), read1.get('sheet')] as File[];
    expect(await list.text()).toBe('姓名,电话');
    expect([list.name, list.type]).toEqual(['list.csv', 'text/csv']);
    expect(Buffer.from(await sheet.arrayBuffer())).toEqual(SHEET);
    expect(sheet.name).toBe('file');
    expect(bytes).toBe(announced);
  });

  it('is read past a part that has no whole name', () => {
    const part = (header: string) => [header, 'value', () => {}];
    const disposition = '--b\r\nContent-Disposition: form-data;';
    const _streams = ['', ' name="open', ' name="right"'].flatMap((name) =>
      part(`${disposition}${name}`),
    );
    expect(textsOf({ _streams, append() {} } as unknown as QueuedForm)).toEqual({ right: 'value' });
  });
});
