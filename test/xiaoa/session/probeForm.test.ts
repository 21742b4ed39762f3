import { readAccount } from '../../../xiaoa/session/account';
import { probeForm } from '../../../xiaoa/session/probeForm';
import type { SignatureForm } from '../../../xiaoa/signing/signature';
import { answered, platform, signatureOf, type Body } from './fakePlatform';

const KEY = { userSn: 'SYSUSER|0123456789abcdef', apiKey: 'Kpd2vKYC' };
const account = (signatureEncoding = 'auto') =>
  readAccount({
    baseUrl: 'https://xiaoa.example',
    username: 'user',
    password: 'secret',
    signatureEncoding,
  });

const ALL: readonly SignatureForm[] = ['escaped', 'raw', 'escapedTyped', 'rawTyped'];

/** Which of the forms a request was signed in. */
function formOf(body: Body): SignatureForm | undefined {
  const typed = typeof body.pageSize === 'number' ? 'Typed' : '';
  const writing = (['escaped', 'raw'] as const).find((one) => signatureOf(body, one) === body.url);
  return writing && (`${writing}${typed}` as SignatureForm);
}

/** A server that gives a code for each form, and otherwise another one. */
function server(codes: Partial<Record<SignatureForm, number>>, otherwise = 10001) {
  const asked: Array<SignatureForm | undefined> = [];
  const { send, requests } = platform((body) => {
    const form = formOf(body);
    asked.push(form);
    return answered(form === undefined ? otherwise : (codes[form] ?? otherwise));
  });
  return { send, requests, asked };
}

describe('asking a server how it signs', () => {
  it.each(ALL)('finds %s', async (form) => {
    const { send, asked } = server({ [form]: 0 });
    expect(await probeForm(account(), KEY, send)).toEqual({ form });
    expect(asked).toEqual(ALL.slice(0, ALL.indexOf(form) + 1));
  });

  it('asks for nothing: a day long gone, one row, a task that does not exist', async () => {
    const { send, requests } = server({ escapedTyped: 0 });
    await probeForm(account(), KEY, send);
    expect(requests[2]).toEqual({
      url: 'https://xiaoa.example/api/index',
      body: {
        user_sn: KEY.userSn,
        api_key: KEY.apiKey,
        pageIndex: 0,
        pageSize: 1,
        start_create_at: '2020-01-01',
        end_create_at: '2020-01-01',
        dial_task_main_sn: '签名/测试',
        url: expect.any(String) as string,
      },
    });
  });

  it('begins with the form that it has used before', async () => {
    const { send, asked } = server({ rawTyped: 0 });
    expect(await probeForm(account(), KEY, send, 'rawTyped')).toEqual({ form: 'rawTyped' });
    expect(asked).toEqual(['rawTyped']);
    const other = server({});
    await probeForm(account(), KEY, other.send, 'escapedTyped');
    expect(other.asked).toEqual(['escapedTyped', 'escaped', 'raw', 'rawTyped']);
  });

  it('keeps to what the credential says', async () => {
    const { send, asked } = server({ escaped: 0 });
    const probe = await probeForm(account('raw'), KEY, send, 'escaped');
    expect(asked).toEqual(['raw', 'rawTyped']);
    expect(probe).toEqual({ refusal: { code: 10001, msg: '', data: null, total: undefined } });
  });

  it.each([20007, 30011, 10000, -10000])(
    'takes the refusal %i for a look at the signature that went well',
    async (code) => {
      expect(await probeForm(account(), KEY, server({ raw: code }).send)).toEqual({ form: 'raw' });
    },
  );

  it.each([20005, 20006, 40001, 500, 9999, -9999])(
    'learns nothing from the code %i, and stops asking',
    async (code) => {
      const { send, asked } = server({ escaped: code, raw: 0 });
      expect(await probeForm(account(), KEY, send)).toEqual({});
      expect(asked).toEqual(['escaped']);
    },
  );

  it('learns nothing from a server that is not there or not the platform', async () => {
    const gone = platform(async () => await Promise.reject<never>(new Error('gone')));
    expect(await probeForm(account(), KEY, gone.send)).toEqual({});
    const page = platform(() => ({ status: 200, body: '<html></html>' }));
    expect(await probeForm(account(), KEY, page.send)).toEqual({});
    expect([gone.requests.length, page.requests.length]).toEqual([1, 1]);
  });

  it('takes a form that is called malformed only if there is none better', async () => {
    const better = server({ escaped: 20002, raw: 20002, rawTyped: 0 });
    expect(await probeForm(account(), KEY, better.send)).toEqual({ form: 'rawTyped' });
    const all = server({}, 20002);
    expect(await probeForm(account(), KEY, all.send)).toEqual({ form: 'escaped' });
    expect(all.asked).toEqual(ALL);
  });

  it('settles on no text where numbers are refused for their signature: they may be what it wants', async () => {
    const { send } = server({ escaped: 20002, raw: 20002 });
    expect(await probeForm(account(), KEY, send)).toEqual({});
  });

  it('takes numbers that are called malformed where text is refused for its signature', async () => {
    const one = server({ escapedTyped: 20002 });
    expect(await probeForm(account(), KEY, one.send)).toEqual({ form: 'escapedTyped' });
    const mixed = server({ raw: 20002, rawTyped: 20002 });
    expect(await probeForm(account(), KEY, mixed.send)).toEqual({ form: 'raw' });
  });
});
