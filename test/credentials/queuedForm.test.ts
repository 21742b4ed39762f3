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
    expect([{}, 'text', null, SHEET, { append() {} }].map(isQueuedForm)).toEqual(
      Array(5).fill(false),
    );
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
    expect(Buffer.from(await upload.arrayBuffer())).toEqual(SHEET);
    expect(bytes).toBe(announced);
  });
});
