/** A client of n8n's *MCP Server Trigger*: calls tools as an AI agent does, without an agent. */
export class McpClient {
  private session = '';

  private lastId = 0;

  private constructor(private readonly url: string) {}

  static async connect(url: string): Promise<McpClient> {
    const client = new McpClient(url);
    await client.request('initialize', {
      protocolVersion: '2025-03-26',
      capabilities: {},
      clientInfo: { name: 'n8n-nodes-xiaoa', version: '1' },
    });
    await client.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return client;
  }

  async tools(): Promise<string[]> {
    const { tools } = await this.request<{ tools: Array<{ name: string }> }>('tools/list', {});
    return tools.map(({ name }) => name);
  }

  /** Gives what the tool says. */
  async call(name: string, args: object): Promise<string> {
    const { content } = await this.request<{ content: Array<{ text: string }> }>('tools/call', {
      name,
      arguments: args,
    });
    return content.map(({ text }) => text).join('\n');
  }

  private async request<T>(method: string, params: object): Promise<T> {
    this.lastId += 1;
    const text = await this.post({ jsonrpc: '2.0', id: this.lastId, method, params });
    // Either plain JSON or a stream of events with one.
    const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
    const { result, error } = JSON.parse(json) as { result: T; error?: { message: string } };
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  private async post(message: object): Promise<string> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(this.session ? { 'mcp-session-id': this.session } : {}),
      },
      body: JSON.stringify(message),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 200)}`);
    this.session = response.headers.get('mcp-session-id') ?? this.session;
    return text;
  }
}
