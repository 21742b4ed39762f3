import { Readable } from 'node:stream';

import { readText } from '../../../nodes/shared/http';
import { call, send, type Call } from '../../../nodes/shared/request';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { MalformedAnswer, openEnvelope } from '../../../xiaoa/envelope';
import { sessionFingerprint } from '../../../xiaoa/session/session';
import { MultipartUpload } from '../../../xiaoa/signing/signParameters';
import { failureOf, Host, httpAnswer, platformAnswer, quickSleep, sessionOf } from './host';

/** What is sent, how often, and what becomes of the answer. */
let host: Host;
let waits: number[];

beforeEach(() => {
  host = new Host();
  waits = quickSleep();
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => jest.restoreAllMocks());

const READ: Call = { endpoint: ENDPOINTS.tasks, parameters: { pageSize: 5 }, itemIndex: 3 };
const WRITE: Call = {
  endpoint: ENDPOINTS.operateTask,
  parameters: { pkeys: 5 },
  whereToLook: 'Look at the task 5',
};
const FILE: Call = { endpoint: ENDPOINTS.recordingFile, parameters: { recordfile: 'a' } };
const IMPORT: Call = { endpoint: ENDPOINTS.addJson, parameters: { source: 'x' } };

const fault = (code: string, more: object = {}) =>
  Object.assign(new Error('it failed'), { code, ...more });
const refused = (code: number, msg?: string) => () => platformAnswer(code, null, {}, msg);
const store = (apiKey: string) => {
  host.store(sessionOf(apiKey));
  return sessionFingerprint(sessionOf(apiKey));
};

describe('an answer', () => {
  it('gives its data, or what is made of it, with the total and the message', async () => {
    host.answers = [() => platformAnswer(0, { a: 1 }, { total: 7 }, 'fine')];
    expect(await call(host.context, READ)).toEqual({ a: 1 });
    expect(await call(host.context, READ, (...given) => given)).toEqual([{ a: 1 }, 7, 'fine']);
    expect(await call(host.context, WRITE, (...given) => given)).toEqual([{ a: 1 }, 7, 'fine']);
    expect(host.sent.map(({ options }) => [options.method, options.url, options.body])).toEqual([
      ['POST', '/api/index', { pageSize: 5 }],
      ['POST', '/api/index', { pageSize: 5 }],
      ['POST', '/api/operateTask', { pkeys: 5 }],
    ]);
  });

  it('may come as a stream', async () => {
    host.answers = [() => httpAnswer(Readable.from([Buffer.from('{"code":0,"data":[1]}')]))];
    expect(await call(host.context, READ)).toEqual([1]);
  });

  it('that is a refusal is an error of n8n, which names the item and the endpoint', async () => {
    host.answers = [refused(30011, 'gone')];
    const error = await failureOf(call(host.context, READ));
    expect(error.message).toBe('Task not found (XiaoA code 30011). XiaoA said: gone');
    expect(error).toMatchObject({
      httpCode: '30011',
      context: { itemIndex: 3 },
      messages: ['/api/index (API 7.2)'],
    });
    expect(host.sent).toHaveLength(1);
  });

  it('that cannot be read is asked for again', async () => {
    host.answers = [() => httpAnswer('<html>'), () => platformAnswer(0, 'second')];
    expect(await call(host.context, READ)).toBe('second');
    host.answers = [() => httpAnswer('<html>')];
    const error = await failureOf(call(host.context, READ));
    expect(error.message).toBe("Couldn't read XiaoA's response");
    host.answers = [() => platformAnswer(0)];
    const unfit = await failureOf(
      call(host.context, READ, () => {
        throw new MalformedAnswer('unfit');
      }),
    );
    expect(unfit.description).toContain('It begins: unfit');
  });

  it('of which nobody has thought is reported, and may have been carried out', async () => {
    const error = await failureOf(
      send(host.context, WRITE, () => {
        throw new TypeError('a fault');
      }),
    );
    expect(error.message).toBe(
      'The request to XiaoA failed: a fault; the request may have gone through',
    );
    expect(error.description).toContain('Look at the task 5 before you run this again.');
  });

  it('is taken apart by whoever wants something else', async () => {
    host.answers = [() => httpAnswer('bytes', 200, { a: 'b' })];
    const opened = await send(host.context, FILE, async ({ status, headers, body }) => {
      return await Promise.resolve({ accepted: true, value: [status, headers, body] });
    });
    expect(opened).toEqual([200, { a: 'b' }, 'bytes']);
  });
});

describe('a request that fails on its way', () => {
  const cut = () => fault('ECONNRESET');
  const unreachable = () => fault('ECONNREFUSED', { syscall: 'connect' });

  it('is sent three times if it only reads, with longer and longer waits', async () => {
    host.answers = [cut, refused(500), () => platformAnswer(0, 'third')];
    expect(await call(host.context, READ)).toBe('third');
    expect(waits).toEqual([500, 1_000]);
    host.answers = [cut];
    host.sent = [];
    const error = await failureOf(call(host.context, READ));
    expect(error.message).toBe("Couldn't reach XiaoA: the connection was cut");
    expect(host.sent).toHaveLength(3);
  });

  it('waits as long as the server asks for', async () => {
    host.answers = [() => httpAnswer('', 429, { 'retry-after': '3' }), () => platformAnswer(0, 1)];
    expect(await call(host.context, READ)).toBe(1);
    expect(waits).toEqual([3_000]);
  });

  it('is not sent again if it changes something and may have arrived', async () => {
    host.answers = [cut];
    const error = await failureOf(call(host.context, WRITE));
    expect(error.message).toBe(
      "Couldn't reach XiaoA: the connection was cut; the request may have gone through",
    );
    expect(error.description).toContain("so it wasn't sent again");
    expect(host.sent).toHaveLength(1);
    host.newRun();
    host.answers = [refused(500)];
    await failureOf(call(host.context, WRITE));
    expect(host.sent).toHaveLength(2);
  });

  it('is sent again if it changes something but never left', async () => {
    host.answers = [unreachable, () => platformAnswer(0, 'second')];
    expect(await call(host.context, WRITE)).toBe('second');
    host.newRun();
    host.answers = [unreachable];
    host.sent = [];
    const error = await failureOf(call(host.context, WRITE));
    expect(error.message).toBe("Couldn't reach XiaoA: connection refused");
    expect(host.sent).toHaveLength(3);
  });

  it('is not sent again if that would change nothing', async () => {
    host.answers = [() => httpAnswer('', 404)];
    const error = await failureOf(call(host.context, READ));
    expect(error.message).toBe('XiaoA answered with HTTP status 404');
    expect(host.sent).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('is sent once in a run if it changes something', async () => {
    host.answers = [() => platformAnswer(0, 'first'), () => platformAnswer(0, 'second')];
    expect(await call(host.context, WRITE)).toBe('first');
    expect(await call(host.context, WRITE)).toBe('first');
    expect(host.sent).toHaveLength(1);
    host.newRun();
    expect(await call(host.context, WRITE)).toBe('second');
  });

  it('is not sent where the execution has been stopped', async () => {
    host.isStopped = true;
    const error = await failureOf(call(host.context, READ));
    expect(error.message).toBe('This execution was stopped or ran out of time');
    expect(error.description).toBe('Nothing more was sent.');
    expect(host.sent).toEqual([]);
  });

  it('is given up when its time is over', async () => {
    host.answers = [
      async ({ signal }) =>
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(fault('ERR_CANCELED')));
        }),
    ];
    const error = await failureOf(call(host.context, { ...WRITE, connection: { timeout: 5 } }));
    expect(error.message).toContain('no answer in time');
    expect(error.description).toContain("didn't answer within 5 milliseconds");
    expect(host.sent.map(({ options }) => options.timeout)).toEqual([5]);
  });
});

describe('an answer with an HTTP status of failure', () => {
  it('is a refusal if it is one of the platform', async () => {
    const body = JSON.stringify({ code: 30005, msg: 'too many' });
    host.answers = [() => httpAnswer(body, 413)];
    const error = await failureOf(call(host.context, IMPORT));
    expect(error.message).toContain('Too many contacts in one import (XiaoA code 30005)');
    host.answers = [() => httpAnswer(JSON.stringify({ code: 7, msg: 'odd' }), 503)];
    const doubt = await failureOf(call(host.context, { ...IMPORT, parameters: { source: 'y' } }));
    expect(doubt.message).toContain('may have gone through');
  });

  it('is an answer if the platform says that it has succeeded', async () => {
    for (const status of [300, 500]) {
      host.answers = [() => httpAnswer('{"code":0,"data":[1]}', status)];
      expect(await call(host.context, READ)).toEqual([1]);
    }
    const stream = () => Readable.from([Buffer.from('{"code":0,"data":[2]}')]);
    host.answers = [() => httpAnswer(stream(), 500)];
    expect(await call(host.context, READ)).toEqual([2]);
  });

  it('is looked at before what is in it', async () => {
    host.answers = [() => httpAnswer('<html>', 300)];
    expect((await failureOf(call(host.context, READ))).message).toContain('HTTP status 300');
    host.answers = [() => httpAnswer('<html>', 299)];
    expect((await failureOf(call(host.context, READ))).message).toContain("Couldn't read");
  });

  it('is no file', async () => {
    const open = async () => await Promise.resolve({ accepted: true as const, value: 'a file' });
    host.answers = [() => httpAnswer('{"code":0,"data":[1]}', 500)];
    const error = await failureOf(send(host.context, FILE, open));
    expect(error.message).toBe('XiaoA answered with HTTP status 500');
    host.answers = [() => httpAnswer('{"code":30011}', 404)];
    const gone = await failureOf(send(host.context, FILE, open));
    expect(gone.message).toBe('Task not found (XiaoA code 30011)');
    host.answers = [() => httpAnswer('bytes', 299)];
    expect(await send(host.context, FILE, open)).toBe('a file');
  });

  it('is read no further than a refusal goes, and may break off', async () => {
    const endless = () => Readable.from([Buffer.alloc(256 * 1024, ' '), Buffer.from('{"code":0}')]);
    host.answers = [() => httpAnswer(endless(), 400)];
    expect((await failureOf(call(host.context, READ))).message).toContain('HTTP status 400');
    const broken = new Readable({
      read() {
        this.destroy(new Error('aborted'));
      },
    });
    host.answers = [() => httpAnswer(broken, 400)];
    expect((await failureOf(call(host.context, READ))).message).toContain('HTTP status 400');
  });

  it('may redirect, which only files follow', async () => {
    const moved = () => httpAnswer('', 302, { location: 'https://files.example/a' });
    host.answers = [moved];
    expect((await failureOf(call(host.context, READ))).message).toBe(
      'XiaoA redirects to https://files.example/a (HTTP 302)',
    );
    expect(host.plain).toEqual([]);
    host.elsewhere = [() => httpAnswer('bytes')];
    const value = await send(host.context, FILE, async ({ body }) => {
      return await Promise.resolve({ accepted: true, value: body });
    });
    expect(value).toBe('bytes');
    expect(host.plain.map(({ url }) => url)).toEqual(['https://files.example/a']);
  });
});

describe('a key that is refused', () => {
  it.each([20005, 20006, 40001])('with %i is renewed, if nobody else has done so', async (code) => {
    const used = store('one');
    host.sign = (ticket) => (ticket.used = used);
    host.answers = [refused(code), () => platformAnswer(0, 'second')];
    // Safe for writes, too: nothing has been done yet.
    expect(await call(host.context, WRITE)).toBe('second');
    const [first, second] = host.sent;
    expect(second.ticket).toBe(first.ticket);
    expect(second.ticket.refused).toBe(used);
    expect(waits).toEqual([250]);
  });

  it('is replaced by one that somebody else has stored', async () => {
    store('two');
    host.sign = (ticket) => (ticket.used = sessionFingerprint(sessionOf('one')));
    host.answers = [refused(20006), () => platformAnswer(0, 'second')];
    expect(await call(host.context, READ)).toBe('second');
    expect(host.sent[1].ticket.refused).toBeUndefined();
    expect(waits).toEqual([]);
  });

  it('is given up after six new ones', async () => {
    store('two');
    host.answers = [refused(20006)];
    const error = await failureOf(call(host.context, READ));
    expect(error.message).toBe('XiaoA keeps rejecting new API keys');
    expect(error.httpCode).toBe('20006');
    expect(host.sent).toHaveLength(7);
  });

  it('waits as the exchange took', async () => {
    const used = store('one');
    host.sign = (ticket) => (ticket.used = used);
    let now = 1_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const slow = () => {
      now += 300;
      return platformAnswer(20006);
    };
    host.answers = [slow, () => platformAnswer(0)];
    await call(host.context, READ);
    expect(waits).toEqual([600]);
  });
});

describe('a signature that is refused', () => {
  it.each([10001, 100001])('with %i is made in another form', async (code) => {
    host.sign = (ticket) => (ticket.form = ticket.refusedForms.length === 0 ? 'escaped' : 'raw');
    host.answers = [refused(code), () => platformAnswer(0, 'second')];
    expect(await call(host.context, WRITE)).toBe('second');
    expect(host.sent[1].ticket.refusedForms).toEqual(['escaped']);
    expect(host.sent[1].ticket.malformed).toBe(false);
  });

  it('is an error where nobody says in which form it was made', async () => {
    host.answers = [refused(10001)];
    const error = await failureOf(call(host.context, READ));
    expect(error.message).toContain("XiaoA didn't accept the request's signature");
    expect(host.sent).toHaveLength(1);
  });

  it('is an error where no form is left, and nothing else when the connection fails', async () => {
    const gone = () => fault('ECONNREFUSED', { syscall: 'connect' });
    host.sign = (ticket) => {
      ticket.noFormLeft = ticket.refusedForms.length > 0;
      ticket.form = 'escaped';
    };
    host.answers = [refused(10001, 'sign: no'), gone];
    const error = await failureOf(call(host.context, WRITE));
    expect(error.message).toContain('XiaoA said: sign: no');
    expect(host.sent).toHaveLength(2);

    host.newRun();
    host.sign = (ticket) => (ticket.form = 'escaped');
    host.answers = [refused(10001), gone];
    expect((await failureOf(call(host.context, WRITE))).message).toContain('connection refused');
    host.newRun();
    host.sign = (ticket) => (ticket.noFormLeft = true);
    host.answers = [gone];
    expect((await failureOf(call(host.context, WRITE))).message).toContain('connection refused');
  });

  describe('as a malformed parameter', () => {
    const outcome = async (of: Call, formKnown?: boolean, code = 20002) => {
      host.newRun();
      host.sent = [];
      host.sign = (ticket) => Object.assign(ticket, { form: 'escaped', formKnown });
      host.answers = [refused(code), () => platformAnswer(0, 'second')];
      await send(host.context, of, async (answer) => {
        const envelope = openEnvelope(await readText(host.context, answer));
        return envelope.code === 0 ? { accepted: true, value: 1 } : { accepted: false, envelope };
      }).catch(() => {});
      return host.sent.length > 1 && host.sent[1].ticket.malformed === true;
    };
    const numbers = { pkeys: 5, name: 'x' };

    it('may be one of form, where the form is a guess and there are numbers', async () => {
      expect(await outcome({ ...WRITE, parameters: numbers }, false)).toBe(true);
      expect(host.sent[1].ticket.refusedForms).toEqual(['escaped']);
    });

    it.each<[string, Call, boolean | undefined, number]>([
      ['the form is known', { ...WRITE, parameters: numbers }, true, 20002],
      ['nobody says whether it is', { ...WRITE, parameters: numbers }, undefined, 20002],
      ['there are no numbers', { ...WRITE, parameters: { name: 'x', flag: true } }, false, 20002],
      ['nothing is sent but text', { ...FILE, parameters: numbers }, false, 20002],
      ['there is nothing', { ...WRITE, parameters: {} }, false, 20002],
      ['it is another refusal', { ...WRITE, parameters: numbers }, false, 20003],
    ])('is one where %s', async (_, of, formKnown, code) => {
      expect(await outcome(of, formKnown, code)).toBe(false);
      expect(host.sent).toHaveLength(1);
    });
  });
});

it('a file goes up as it is', async () => {
  const parameters = new MultipartUpload(
    { source: 'x' },
    { field: 'upload', name: 'a.xlsx', bytes: Buffer.from('a') },
  );
  await call(host.context, { endpoint: ENDPOINTS.addExcel, parameters });
  expect(host.sent[0].options.body).toBe(parameters);
});

it('the address of another server goes with the ticket', async () => {
  await call(host.context, { ...READ, server: 'https://other.example' });
  expect(host.sent[0].ticket).toMatchObject({
    endpoint: ENDPOINTS.tasks,
    server: 'https://other.example',
  });
});
