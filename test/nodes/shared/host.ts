import type {
  IDataObject,
  IExecuteFunctions,
  IHttpRequestOptions,
  NodeApiError,
} from 'n8n-workflow';

import { storeSession, type Session } from '../../../xiaoa/session/session';
import { SESSION_HEADER, type SessionTicket } from '../../../xiaoa/session/ticket';

/** A request as n8n gets it, with the ticket that the credential takes off. */
export interface Sent {
  readonly options: IHttpRequestOptions;
  readonly ticket: SessionTicket;
  /** What gives the request up. */
  readonly signal: AbortSignal;
}

type Answer = (sent: Sent) => unknown;

/** What n8n gives to one run of a node, and a platform that answers one request after the other. */
export class Host {
  /** The answer to each request in turn; the last one goes on. An error is thrown as n8n's request throws it. */
  answers: Answer[] = [() => platformAnswer(0)];
  /** The answers of other servers. */
  elsewhere: Array<() => unknown> = [];
  sent: Sent[] = [];
  plain: IHttpRequestOptions[] = [];
  warnings: string[] = [];
  credential: IDataObject = {
    baseUrl: 'https://platform.example',
    username: 'user',
    password: 'secret-password',
  };
  credentialId: string | undefined = 'credential';
  type = 'xiaoATask';
  parameters: IDataObject = {};
  /** What else the node has. */
  node: IDataObject = {};
  continues = false;
  isStopped = false;
  /** Whether the credential hands requests over for sending. */
  signs = true;
  /** How the credential signs. */
  sign: (ticket: SessionTicket) => void = () => {};
  private record: object = {};

  /** That of another try each time, of the same run. */
  get context(): IExecuteFunctions {
    const context = {
      getNode: () => ({
        id: 'node',
        name: 'XiaoA',
        type: this.type,
        typeVersion: 1,
        parameters: this.parameters,
        credentials: this.credentialId && { xiaoAApi: { id: this.credentialId, name: 'XiaoA' } },
        ...this.node,
      }),
      getCredentials: async () => await Promise.resolve(this.credential),
      getNodeParameter: (name: string, _item: number, otherwise: unknown) =>
        name in this.parameters ? this.parameters[name] : otherwise,
      continueOnFail: () => this.continues,
      getExecuteData: () => this.record,
      getExecutionCancelSignal: () => ({ aborted: this.isStopped }),
      logger: { warn: (message: string) => this.warnings.push(message) },
      helpers: {
        httpRequestWithAuthentication: async (type: string, options: IHttpRequestOptions) => {
          expect(type).toBe('xiaoAApi');
          return await this.take(options);
        },
        httpRequest: async (options: IHttpRequestOptions) => {
          this.plain.push(options);
          return await thrownOrGiven(this.elsewhere.shift()!());
        },
      },
    };
    return context as unknown as IExecuteFunctions;
  }

  newRun(): void {
    this.record = {};
  }

  /** Keeps a session in the credential, as after a login. */
  store(session: Session): void {
    this.credential.sessionToken = storeSession(session);
  }

  private async take(options: IHttpRequestOptions): Promise<unknown> {
    const ticket = options.headers![SESSION_HEADER] as SessionTicket;
    this.sign(ticket);
    const signal = this.signs ? ticket.begin() : new AbortController().signal;
    const sent = { options, ticket, signal };
    this.sent.push(sent);
    const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0];
    return await thrownOrGiven(answer(sent));
  }
}

async function thrownOrGiven(answer: unknown): Promise<unknown> {
  if (answer instanceof Error) throw answer;
  return await answer;
}

/** An answer of the platform in its envelope (API §4). */
export function platformAnswer(code: number, data: unknown = null, more: object = {}, msg = '') {
  return httpAnswer(JSON.stringify({ code, msg, data, ...more }));
}

export function httpAnswer(body: unknown, statusCode = 200, headers: IDataObject = {}) {
  return { statusCode, headers, body };
}

export function sessionOf(apiKey: string, more: Partial<Session> = {}): Session {
  const login = { userSn: 'SYSUSER|1', loggedInAt: 1, expiresAt: 9e15, owner: 'nobody' };
  return { apiKey, ...login, ...more };
}

/** What a promise is rejected with. */
export async function failureOf<E extends Error = NodeApiError>(
  outcome: Promise<unknown>,
): Promise<E> {
  return await outcome.then(
    () => ({ message: 'Nothing failed' }) as E,
    (error: E) => error,
  );
}

/** Has n8n's `sleep` end right away; gives what it was to wait for, in ms. */
export function quickSleep(): number[] {
  const waits: number[] = [];
  const wait = globalThis.setTimeout;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms = 0) => {
    // Others have timers as well; a promise is resolved by a function of JavaScript's own.
    const isSleep = Function.prototype.toString.call(work).includes('[native code]');
    if (isSleep && ms > 0) waits.push(ms);
    return isSleep ? setImmediate(work) : wait(work, ms);
  }) as never);
  return waits;
}
