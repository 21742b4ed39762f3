import { startEmulator, type Emulator, type EmulatorOptions, type Params } from '../../../emulator';
import { expectedSignature } from '../../../emulator/wire/signature';
import { Client } from '../client';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The text as JSON; undefined where it is none. */
  json?: { code: unknown; msg: string; data: never; total?: unknown };
}

/** A caller that takes whatever comes back, signs escaped, and sends what it is given. */
export class Caller {
  readonly client: Client;

  constructor(readonly emulator: Emulator) {
    this.client = new Client(emulator);
  }

  async login(): Promise<void> {
    const { username, password } = this.emulator.account;
    const { json } = await this.post('login', { username, password, from: '2' }, false);
    const data = json?.data as { user_sn: string; api_key: string } | undefined;
    this.client.userSn = data?.user_sn ?? '';
    this.client.apiKey = data?.api_key ?? '';
  }

  async post(endpoint: string, own: Params = {}, common = true): Promise<Reply> {
    const params = this.client.signed(endpoint, common ? this.client.common(own) : own);
    return await this.send(endpoint, JSON.stringify(params));
  }

  /** Signed as characters are, with numbers as they are given. */
  async postRaw(endpoint: string, own: Params): Promise<Reply> {
    const params = this.client.common(own);
    const url = expectedSignature(params, [], 'raw');
    return await this.send(endpoint, JSON.stringify({ ...params, url }));
  }

  async get(endpoint: string, own: Record<string, string>): Promise<Response> {
    const params = this.client.signed(endpoint, this.client.common(own));
    const query = new URLSearchParams(params as Record<string, string>).toString();
    return await fetch(`${this.emulator.url}/api/${endpoint}?${query}`, { redirect: 'manual' });
  }

  async send(endpoint: string, body: string): Promise<Reply> {
    const response = await fetch(`${this.emulator.url}/api/${endpoint}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json;charset=utf-8' },
      body,
    });
    const { status, headers } = response;
    const text = Buffer.from(await response.arrayBuffer()).toString();
    return { status, headers, text, json: parsed(text) };
  }
}

function parsed(text: string): Reply['json'] {
  try {
    return JSON.parse(text) as Reply['json'];
  } catch {
    return undefined;
  }
}

const NOON = Date.parse('2026-03-04T12:00:00+08:00');

/** An emulator with these manners, and somebody who has logged in before they were switched on. */
export async function withManners(
  manners: string[],
  options: EmulatorOptions = {},
): Promise<{ emulator: Emulator; caller: Caller }> {
  const started = Date.now();
  // Lists show the day: a test that begins right before midnight in Shanghai would lose what it has added.
  const now = () => NOON + Date.now() - started;
  const emulator = await startEmulator({ now, ...options });
  const caller = new Caller(emulator);
  await caller.login();
  emulator.configure({ manners });
  return { emulator, caller };
}
