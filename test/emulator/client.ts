import type { Emulator } from '../../emulator';
import type { Params } from '../../emulator';
import { expectedSignature } from '../../emulator/wire/signature';

export interface Answer<T = unknown> {
  code: number;
  msg: string;
  data: T;
}

const UNSIGNED: Record<string, string[]> = {
  addJson: ['client_info_json', 'source', 'aes'],
  addExcel: ['upload', 'source'],
};

export interface ListData<T = Record<string, unknown>> {
  total: number | string;
  list: T[];
}

/** A caller of the emulator's API: signs as the document says, with the vectors' proven signature. */
export class Client {
  userSn = '';
  apiKey = '';

  constructor(private readonly emulator: Emulator) {}

  static async loggedIn(
    emulator: Emulator,
    username = emulator.account.username,
    password = emulator.account.password,
  ): Promise<Client> {
    const client = new Client(emulator);
    const { data } = await client.login(username, password);
    client.userSn = data.user_sn;
    client.apiKey = data.api_key;
    return client;
  }

  async login(username: string, password: string): Promise<Answer<Record<string, string>>> {
    return await this.send('login', { username, password, from: '2' });
  }

  /** A POST with the common parameters first. */
  async post<T = Record<string, unknown>>(endpoint: string, own: Params = {}): Promise<Answer<T>> {
    return await this.send(endpoint, this.common(own));
  }

  /** A POST of exactly these parameters and their signature. */
  async send<T>(endpoint: string, params: Params): Promise<Answer<T>> {
    return await this.sendText(endpoint, JSON.stringify(this.signed(endpoint, params)));
  }

  async sendText<T>(endpoint: string, body: string): Promise<Answer<T>> {
    const response = await fetch(`${this.emulator.url}/api/${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json;charset=utf-8', accept: 'application/json' },
      body,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    return (await response.json()) as Answer<T>;
  }

  async get(endpoint: string, own: Record<string, string> = {}): Promise<Response> {
    const params = this.signed(endpoint, this.common(own)) as Record<string, string>;
    return await fetch(
      `${this.emulator.url}/api/${endpoint}?${new URLSearchParams(params).toString()}`,
    );
  }

  async upload<T = Record<string, unknown>>(
    own: Record<string, string>,
    file?: { name: string; bytes: Uint8Array },
  ): Promise<Answer<T>> {
    const form = new FormData();
    for (const [name, value] of Object.entries(this.signed('addExcel', this.common(own)))) {
      form.append(name, value as string);
    }
    if (file) form.append('upload', new Blob([Buffer.from(file.bytes)]), file.name);
    const response = await fetch(`${this.emulator.url}/api/addExcel`, {
      method: 'POST',
      body: form,
    });
    return (await response.json()) as Answer<T>;
  }

  /** addJson into a new task of the first template, unless `own` says otherwise. */
  async addJson(rows: unknown[], own: Params = {}): Promise<Answer<Record<string, unknown>>> {
    return await this.post('addJson', {
      project_sn: this.emulator.templates[0].sn,
      source: '测试 任务',
      ai_user_sn: this.emulator.aiUsers[0].user_sn,
      client_info_json: JSON.stringify({ data: rows }),
      ...own,
    });
  }

  common(own: Params): Params {
    return { user_sn: this.userSn, api_key: this.apiKey, ...own };
  }

  signed(endpoint: string, params: Params): Params {
    return { ...params, url: expectedSignature(params, UNSIGNED[endpoint]) };
  }
}

/** `count` contacts with different phones. */
export function contacts(count: number, first = 13_800_000_000): Array<Record<string, string>> {
  return Array.from({ length: count }, (_, index) => ({
    姓名: `客户${index}`,
    电话: String(first + index),
    车型: '比亚迪',
  }));
}
