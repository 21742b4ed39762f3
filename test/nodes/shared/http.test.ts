import { Readable } from 'node:stream';

import type { Connection } from '../../../nodes/shared/context';
import { exchange, fetchPlain, isStopped, readText, type Answer } from '../../../nodes/shared/http';
import { Deadline } from '../../../nodes/shared/deadline';
import type { TransportError } from '../../../nodes/shared/transportError';
import { ENDPOINTS, type Endpoint } from '../../../xiaoa/endpoints';
import { issueTicket, SESSION_HEADER } from '../../../xiaoa/session/ticket';
import { failureOf, Host, httpAnswer } from './host';

let host: Host;
beforeEach(() => (host = new Host()));

const transportFailure = failureOf<TransportError>;
const fault = (code?: string, message = 'it failed') => Object.assign(new Error(message), { code });

it('an execution is stopped where n8n says so', () => {
  expect(isStopped(host.context)).toBe(false);
  host.isStopped = true;
  expect(isStopped(host.context)).toBe(true);
  expect(isStopped({} as never)).toBe(false);
  expect(isStopped({ getExecutionCancelSignal: () => undefined } as never)).toBe(false);
});

describe('an exchange', () => {
  async function send(endpoint: Endpoint, connection: Connection = {}, ms = 1_000) {
    const deadline = new Deadline(ms);
    const ticket = issueTicket({ endpoint, begin: () => deadline.start() });
    return await exchange(host.context, { a: 1 }, connection, ticket, deadline);
  }
  const ALWAYS = {
    encoding: 'stream',
    disableFollowRedirect: true,
    ignoreHttpStatusErrors: true,
    returnFullResponse: true,
  };

  it('posts parameters, with the ticket for the credential', async () => {
    host.answers = [() => httpAnswer('text', 201, { a: 'b' })];
    expect(await send(ENDPOINTS.tasks)).toMatchObject({
      status: 201,
      headers: { a: 'b' },
      body: 'text',
      deadline: { hasStarted: true },
    });
    expect(host.sent[0].options).toEqual({
      ...ALWAYS,
      timeout: 300_000,
      method: 'POST',
      url: '/api/index',
      body: { a: 1 },
      headers: { [SESSION_HEADER]: host.sent[0].ticket },
    });
  });

  it('asks for files in the address', async () => {
    await send(ENDPOINTS.recordingFile, { timeout: 5, proxy: { host: 'p', port: 1 } });
    expect(host.sent[0].options).toEqual({
      ...ALWAYS,
      timeout: 5,
      proxy: { host: 'p', port: 1 },
      method: 'GET',
      url: '/api/cdrDownload',
      qs: { a: 1 },
      headers: {
        Accept: '*/*',
        'Accept-Encoding': 'identity',
        [SESSION_HEADER]: host.sent[0].ticket,
      },
    });
  });

  it('is not given up once its headers have come', async () => {
    await send(ENDPOINTS.tasks, {}, 5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(host.sent[0].signal.aborted).toBe(false);
  });

  it('fails as the connection does, by whether the request had left', async () => {
    host.answers = [() => fault('ECONNRESET')];
    expect((await transportFailure(send(ENDPOINTS.tasks))).facts.mayHaveArrived).toBe(true);
    host.signs = false;
    const unsigned = await transportFailure(send(ENDPOINTS.tasks));
    expect(unsigned.message).toBe("Couldn't reach XiaoA: the connection was cut");
    expect(unsigned.facts.mayHaveArrived).toBe(false);
  });

  it('fails for the time that it took, or because it was stopped', async () => {
    host.answers = [
      async ({ signal }) =>
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(fault('ERR_CANCELED')));
        }),
    ];
    const late = await transportFailure(send(ENDPOINTS.tasks, {}, 5));
    expect(late.message).toBe("Couldn't reach XiaoA: no answer in time");
    expect(late.description).toContain('within 5 milliseconds');
    host.isStopped = true;
    const stopped = await transportFailure(send(ENDPOINTS.tasks, {}, 5));
    expect(stopped.message).toBe('This execution was stopped or ran out of time');
    expect(stopped.description).toBe("XiaoA hadn't answered yet.");
    host.signs = false;
    host.answers = [() => fault('ECONNRESET')];
    expect((await transportFailure(send(ENDPOINTS.tasks))).description).toBe(
      'Nothing more was sent.',
    );
  });
});

describe('what is fetched from elsewhere', () => {
  const url = 'https://files.example/a.wav?x=1';

  it('has no key', async () => {
    host.elsewhere = [() => httpAnswer('bytes')];
    const deadline = new Deadline(1_000);
    const answer = await fetchPlain(host.context, url, { timeout: 5 }, deadline);
    expect(answer).toMatchObject({ status: 200, body: 'bytes', deadline });
    expect(host.plain).toEqual([
      {
        encoding: 'stream',
        disableFollowRedirect: true,
        ignoreHttpStatusErrors: true,
        returnFullResponse: true,
        timeout: 5,
        method: 'GET',
        url,
        headers: { Accept: '*/*', 'Accept-Encoding': 'identity' },
        abortSignal: expect.any(AbortSignal),
      },
    ]);
    expect([deadline.hasStarted, host.sent]).toEqual([true, []]);
  });

  it('may not be reached, which names the server', async () => {
    host.elsewhere = [() => fault('ECONNRESET')];
    const error = await transportFailure(fetchPlain(host.context, url, {}, new Deadline(1_000)));
    expect(error.message).toBe(
      "Couldn't reach files.example, to which XiaoA redirects: the connection was cut",
    );
    host.elsewhere = [
      async () => await new Promise((_, reject) => setTimeout(() => reject(fault()), 30)),
    ];
    const late = await transportFailure(fetchPlain(host.context, url, {}, new Deadline(5)));
    expect(late.message).toBe(
      "Couldn't reach files.example, to which XiaoA redirects: no answer in time",
    );
  });
});

describe('the text of an answer', () => {
  const answer = (body: unknown, ms = 1_000): Answer => {
    const deadline = new Deadline(ms);
    deadline.start();
    return { status: 200, headers: {}, body, deadline };
  };
  const broken = (error: unknown) =>
    new Readable({
      read() {
        this.destroy(error as Error);
      },
    });

  it('is what n8n has read, or what comes', async () => {
    expect(await readText(host.context, answer({ a: 1 }))).toEqual({ a: 1 });
    const body = Readable.from([Buffer.from('ab'), Buffer.from('c')]);
    expect(String(await readText(host.context, answer(body)))).toBe('abc');
    expect(body.destroyed).toBe(true);
  });

  it('may be long', async () => {
    const body = Readable.from([Buffer.alloc(200_000, 'a'), Buffer.alloc(200_000, 'b')]);
    expect(await readText(host.context, answer(body))).toHaveLength(400_000);
  });

  it('is read within a limit', async () => {
    const body = Readable.from([Buffer.from('abc'), Buffer.from('def'), Buffer.from('ghi')]);
    expect(String(await readText(host.context, answer(body), 4))).toBe('abcd');
    expect(body.destroyed).toBe(true);
  });

  it('may break off', async () => {
    const body = broken(fault('ECONNRESET', 'aborted'));
    const error = await transportFailure(readText(host.context, answer(body)));
    expect(error.message).toBe("Couldn't reach XiaoA: the response was cut off");
    expect(error.facts).toMatchObject({ mayHaveArrived: true, transient: true });
    const plain = await transportFailure(readText(host.context, answer(broken(new Error('odd')))));
    expect(plain.message).toBe("Couldn't reach XiaoA: the response was cut off");
  });

  it('may not be unpacked', async () => {
    const error = await transportFailure(
      readText(host.context, answer(broken(fault('Z_DATA_ERROR')))),
    );
    expect(error.message).toBe("Couldn't reach XiaoA: the response couldn't be decompressed");
  });

  it('may not end in time', async () => {
    const body = new Readable({ read() {} });
    const error = await transportFailure(readText(host.context, answer(body, 5)));
    expect(error.message).toBe("Couldn't reach XiaoA: no answer in time");
    expect(body.destroyed).toBe(true);
  });

  it('is not waited for when the execution is stopped', async () => {
    host.isStopped = true;
    const error = await transportFailure(
      readText(host.context, answer(broken(fault('ECONNRESET')))),
    );
    expect(error.message).toBe('This execution was stopped or ran out of time');
    expect(error.description).toBe("XiaoA hadn't answered yet.");
  });

  it('leaves no error of its stream to nobody', async () => {
    const body = new Readable({ read() {} });
    await transportFailure(readText(host.context, answer(body, 5)));
    expect(() => body.emit('error', new Error('late'))).not.toThrow();
  });
});
