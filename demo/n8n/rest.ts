import type { Owner } from '../base/settings';

/** n8n refused a request, with its own words. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** n8n's internal REST interface, the one its editor uses, with the session cookie kept. */
export class RestClient {
  private cookie = '';

  constructor(readonly baseUrl: string) {}

  async get<T>(path: string): Promise<T> {
    return await this.send<T>('GET', path);
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return await this.send<T>('POST', path, body);
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    return await this.send<T>('PATCH', path, body);
  }

  /** The answer as n8n sent it, for who wants to see what is *not* in it. */
  async text(method: string, path: string, body?: unknown): Promise<string> {
    const response = await this.request(method, path, body);
    return await response.text();
  }

  /** A file outside the REST interface that n8n serves to who is logged in, such as `/types/nodes.json`. */
  async file(path: string): Promise<string> {
    const response = await this.fetch('GET', path);
    return await response.text();
  }

  /** The length in bytes of what n8n sends, a large file for instance. */
  async bytes(path: string): Promise<number> {
    const response = await this.request('GET', path);
    let bytes = 0;
    for await (const chunk of response.body!) bytes += chunk.length;
    return bytes;
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = JSON.parse(await this.text(method, path, body)) as { data: T };
    return answer.data;
  }

  private async request(method: string, path: string, body?: unknown): Promise<Response> {
    return await this.fetch(method, `/rest${path}`, body);
  }

  private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.cookie },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) {
      throw new RestError(response.status, messageOf(await response.text(), method, path));
    }
    this.keepCookie(response);
    return response;
  }

  private keepCookie(response: Response): void {
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(';')[0];
  }
}

function messageOf(text: string, method: string, path: string): string {
  try {
    return `${method} ${path}: ${(JSON.parse(text) as { message: string }).message}`;
  } catch {
    return `${method} ${path}: ${text.slice(0, 200)}`;
  }
}

/** Logs in as the owner, who is set up first if this n8n has none. */
export async function logInAsOwner(rest: RestClient, owner: Owner): Promise<void> {
  const { userManagement } = await rest.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
    '/settings',
  );
  if (userManagement.showSetupOnFirstLoad) await rest.post('/owner/setup', owner);
  await rest.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password });
}
