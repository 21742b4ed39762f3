import type { IncomingMessage, ServerResponse } from 'node:http';
import { InterceptingProxy } from '../proxy/intercepting-proxy';
import { answerSlack } from './api';
import { MessageBoard, type SlackMessage } from './messages';
import { renderPage } from './page';

const SLACK = 'slack.com';

/**
 * Slack on this machine: n8n's own Slack node, unchanged, reaches it through a proxy in place of slack.com.
 * The proxy's own address serves the page that shows the messages.
 */
export class SlackStandIn {
  private constructor(
    private readonly board: MessageBoard,
    private readonly proxy: InterceptingProxy,
  ) {}

  static async start(port: number, certificateFolder: string): Promise<SlackStandIn> {
    const board = new MessageBoard();
    const proxy = await InterceptingProxy.start({
      port,
      certificateFolder,
      hosts: { [SLACK]: (request, response) => void answerApi(request, response, board) },
      page: (request, response) => answerPage(request, response, board),
    });
    return new SlackStandIn(board, proxy);
  }

  get url(): string {
    return this.proxy.url;
  }

  get certificateFile(): string {
    return this.proxy.certificateFile;
  }

  /** Hosts that something wanted to reach, and could not. */
  get refused(): readonly string[] {
    return this.proxy.refused;
  }

  get messages(): readonly SlackMessage[] {
    return this.board.messages;
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
  }
}

function answerPage({ url }: IncomingMessage, response: ServerResponse, board: MessageBoard): void {
  if (url === '/messages.json') {
    sendJson(response, board.messages);
  } else {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(renderPage(board.messages));
  }
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  board: MessageBoard,
): Promise<void> {
  const url = new URL(request.url ?? '/', `https://${SLACK}`);
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const params = { ...Object.fromEntries(url.searchParams), ...(await readParams(request)) };
  const method = url.pathname.replace(/^\/api\//, '');
  sendJson(response, answerSlack({ method, token, params }, board));
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
