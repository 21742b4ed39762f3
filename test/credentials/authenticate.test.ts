import { authenticateRequest } from '../../credentials/authenticate';
import { takeWish } from '../../credentials/wishes';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { accountFingerprint, readAccount } from '../../xiaoa/session/account';
import { sessionFingerprint, storeSession, type Session } from '../../xiaoa/session/session';
import { hasNewerLogin, sharedLogin } from '../../xiaoa/session/sharedLogin';
import { issueTicket, type SessionTicket } from '../../xiaoa/session/ticket';
import { signatureOf, type Body } from '../xiaoa/session/fakePlatform';

const HOUR = 3_600_000;
const FIELDS = { baseUrl: 'https://xiaoa.example', username: 'user', password: 'secret' };
const account = readAccount(FIELDS);

function session(more: Partial<Session> = {}): Session {
  return {
    apiKey: 'Kpd2vKYC',
    userSn: 'SYSUSER|1',
    loggedInAt: Date.now(),
    expiresAt: Date.now() + 2 * HOUR,
    owner: accountFingerprint(account),
    ...more,
  };
}

function ticketFor(more: Partial<SessionTicket> = {}): SessionTicket {
  const { signal } = new AbortController();
  return issueTicket({ endpoint: ENDPOINTS.crmRecords, begin: () => signal, ...more });
}

function credentials(stored?: Session, more: object = {}) {
  return { ...FIELDS, sessionToken: stored ? storeSession(stored) : '', ...more };
}

function request(header?: unknown, body: object = { labelling: '有意向', pageSize: 5 }) {
  const headers = { 'X-Own': 'mine', ...(header ? { 'x-xiaoa-session': header } : {}) };
  return { method: 'POST' as const, url: '/api/crmList', body, headers } as never;
}

describe('a key that cannot be used', () => {
  const refused = session();
  it.each([
    ['is missing', undefined, undefined],
    ['has expired', session({ expiresAt: Date.now() - 1 }), undefined],
    ['was given to another account', session({ owner: 'another' }), undefined],
    ['was just refused', refused, ticketFor({ refused: sessionFingerprint(refused) })],
  ])('is renewed by n8n, as after an HTTP 401: it %s', async (_, stored, ticket) => {
    const given = credentials(stored);
    await expect(authenticateRequest(given, request(ticket))).rejects.toMatchObject({
      name: 'XiaoASessionMustBeRenewed',
      message: 'The stored key cannot be used any more',
      response: { status: 401 },
    });
    expect(takeWish(given)).toBe('login');
  });

  it('is not one that was refused in an earlier session, or for somebody else', async () => {
    const ticket = ticketFor({ refused: sessionFingerprint(session({ loggedInAt: 1 })) });
    await expect(authenticateRequest(credentials(refused), request(ticket))).resolves.toBeDefined();
  });
});

it('is told to log in by the test of a credential, once, whatever is known', async () => {
  await sharedLogin(account, undefined, () => Promise.resolve(session()));
  const given = credentials(session());
  const tested = request('renew');
  await expect(authenticateRequest(given, tested)).rejects.toMatchObject({
    message: 'A login was asked for',
    response: { status: 401 },
  });
  expect(takeWish(given)).toBe('proof');
  expect(hasNewerLogin(account, undefined)).toBe(false);

  const { headers } = await authenticateRequest(given, tested);
  expect(headers).toMatchObject({ 'X-Own': 'mine' });
  expect(headers).not.toHaveProperty('x-xiaoa-session');
});

describe('a signed request', () => {
  it('holds no ticket, and the ticket says how it was signed', async () => {
    const stored = session();
    const ticket = ticketFor();
    const { headers, body } = await authenticateRequest(credentials(stored), request(ticket));
    expect(headers).not.toHaveProperty('x-xiaoa-session');
    expect(headers).toMatchObject({ 'X-Own': 'mine' });
    expect((body as Body).url).toBe(signatureOf(body as Body, 'escaped'));
    expect(ticket).toMatchObject({
      used: sessionFingerprint(stored),
      form: 'escaped',
      formKnown: false,
    });
    const known = ticketFor();
    await authenticateRequest(credentials(session({ form: 'raw' })), request(known));
    expect(known).toMatchObject({ form: 'raw', formKnown: true });
  });

  it.each([
    ['/api/crmList', 'login'],
    ['/api/cdrlist', 'login'],
    ['/api/addJson', 'nothing'],
    ['/api/operateTask', 'nothing'],
    ['/api/somethingNew', 'nothing'],
  ])('to %s that fails gives n8n: %s, so that no write is sent twice', async (url, wish) => {
    const given = credentials(session());
    await authenticateRequest(given, { method: 'POST', url, body: {} });
    expect(takeWish(given)).toBe(wish);
  });

  it('is made again from what its author wrote when n8n has it signed once more', async () => {
    const first = await authenticateRequest(credentials(session()), request());
    const newer = credentials(session({ apiKey: 'another key' }));
    const { body } = await authenticateRequest(newer, first);
    expect(body).toMatchObject({ api_key: 'another key', labelling: '有意向' });
    expect((body as Body).url).toBe(signatureOf(body as Body, 'escaped'));
    // Nor does a third time find the second key in it.
    const again = await authenticateRequest(credentials(session()), first);
    expect(again.body).toEqual(first.body);
  });
});

describe('a request of which the platform has refused the signature', () => {
  async function attempt(ticket: SessionTicket, more: object = {}, body?: object) {
    const given = credentials(session(), more);
    try {
      const signed = await authenticateRequest(given, request(ticket, body));
      return { form: ticket.form, body: signed.body as Body };
    } catch (error) {
      return { error: error as Error, wish: takeWish(given) };
    }
  }

  it('waits once for a look at the form, and then tries every other one', async () => {
    const ticket = ticketFor();
    ticket.refusedForms.push('escaped');
    expect(await attempt(ticket)).toMatchObject({
      error: { message: 'The form of the signature is in doubt', response: { status: 401 } },
      wish: 'form',
    });
    const tried: unknown[] = [];
    for (let next = await attempt(ticket); next.form; next = await attempt(ticket)) {
      tried.push([next.form, next.body.pageSize]);
      ticket.refusedForms.push(next.form);
      if (tried.length > 4) break;
      ticket.form = undefined;
    }
    expect(tried).toEqual([
      ['raw', '5'],
      ['escapedTyped', 5],
      ['rawTyped', 5],
    ]);
    expect(ticket.noFormLeft).toBe(true);
    expect(await attempt(ticket)).toMatchObject({
      error: { name: 'XiaoASignatureRefused', message: 'No form is left' },
      wish: 'nothing',
    });
  });

  it.each([
    ['whose text is signed alike in both', {}, { labelling: 'ascii', pageSize: 5 }, 'escapedTyped'],
    ['whose author has chosen', { signatureEncoding: 'escaped' }, undefined, 'escapedTyped'],
    ['with nothing to sign differently', {}, { labelling: 'ascii' }, undefined],
  ])('is not sent twice with the same signature: one %s', async (_, more, body, form) => {
    const ticket = ticketFor();
    ticket.refusedForms.push('escaped');
    ticket.formChecked = true;
    expect((await attempt(ticket, more, body)).form).toBe(form);
  });

  it('is given up where a parameter is malformed in the form that the server wants', async () => {
    const ticket = ticketFor({ malformed: true });
    ticket.refusedForms.push('escaped');
    expect(await attempt(ticket)).toMatchObject({ wish: 'form' });
    expect((await attempt(ticket)).error?.name).toBe('XiaoASignatureRefused');
    expect(ticket.noFormLeft).toBe(true);
  });
});
