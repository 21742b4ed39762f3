import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { answerSlack } from './api';
import { loadCertificates } from './certificates';
import { MessageBoard, type SlackMessage } from './messages';
import { renderPage } from './page';

const SLACK = 'slack.com';

/**
 * Slack on this machine: a proxy through which n8n's own Slack node, unchanged, reaches a stand-in
 * instead of slack.com. Every other host is refused, so that nothing goes out.
 * The same port serves the page that shows the messages.
 */
export class SlackStandIn {
  /** Hosts that something wanted to reach, and could not. */
  readonly refused: string[] = [];

  private readonly board = new MessageBoard();

  private readonly sockets = new Set<Socket>();

  private constructor(
    readonly url: string,
    readonly certificateFile: string,
    private readonly server: Server,
  ) {}

  static async start(port: number, certificateFolder: string): Promise<SlackStandIn> {
    const certificates = await loadCertificates(certificateFolder);
    const slack = await certificates.contextFor(SLACK);
    const server = createServer();
    const standIn = new SlackStandIn(
      `http://localhost:${port}`,
      certificates.authorityFile,
      server,
    );
    const inner = createServer((request, response) => void standIn.answerApi(request, response));
    server.on('request', (request, response) => standIn.answerPlain(request, response));
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      if (!standIn.accepts(request.url ?? '', socket)) return;
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      const secure = new TLSSocket(socket, { isServer: true, secureContext: slack });
      secure.on('error', () => socket.destroy());
      inner.emit('connection', secure);
    });
    server.on('connection', (socket: Socket) => standIn.remember(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return standIn;
  }

  get messages(): readonly SlackMessage[] {
    return this.board.messages;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private remember(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.sockets.delete(socket));
  }

  private accepts(authority: string, socket: Socket): boolean {
    if (authority === `${SLACK}:443`) return true;
    this.refused.push(authority);
    socket.end(`HTTP/1.1 502 ${refusal(authority)}\r\nContent-Length: 0\r\n\r\n`);
    return false;
  }

  private answerPlain(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '/';
    if (!url.startsWith('/')) {
      this.refused.push(url);
      response.writeHead(502, { 'content-type': 'text/plain' }).end(refusal(url));
    } else if (url === '/messages.json') {
      sendJson(response, this.messages);
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(renderPage(this.board.messages));
    }
  }

  private async answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `https://${SLACK}`);
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const params = { ...Object.fromEntries(url.searchParams), ...(await readParams(request)) };
    const method = url.pathname.replace(/^\/api\//, '');
    sendJson(response, answerSlack({ method, token, params }, this.board));
  }
}

function refusal(target: string): string {
  return `The XiaoA demo lets nothing out but its own Slack; refused: ${target}`;
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function readParams(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (!text) return {};
  if ((request.headers['content-type'] ?? '').includes('json')) return JSON.parse(text);
  return Object.fromEntries(new URLSearchParams(text));
}
