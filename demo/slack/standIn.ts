import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody, sendBytes, sendJson } from '../proxy/answers';
import { answerSlack } from './api';
import { FileShelf, type Content, type SharedFile } from './files';
import { MessageBoard, type SlackMessage } from './messages';
import { renderPage } from './page';

/** Slack on this machine: what n8n's own Slack node sends, and a page that shows it. */
export class SlackStandIn {
  readonly hosts: Record<string, RequestListener> = {
    'slack.com': (request, response) => void this.answerApi(request, response),
    'files.slack.com': (request, response) => void this.answerUpload(request, response),
  };

  private readonly workspace = { board: new MessageBoard(), shelf: new FileShelf() };

  /** Oldest first. */
  get messages(): readonly SlackMessage[] {
    return this.workspace.board.messages;
  }

  /** Oldest first. */
  get files(): readonly SharedFile[] {
    return this.workspace.shelf.shared;
  }

  /** `/` shows the channel, `/files/<id>` a file, `/messages.json` the messages. */
  readonly page: RequestListener = ({ url = '/' }, response) => {
    const file = this.files.find(({ id }) => url === `/files/${id}`);
    if (file) return sendBytes(response, file.type, file.bytes);
    if (url === '/messages.json') return sendJson(response, this.messages);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(renderPage(this.messages, this.files));
  };

  private async answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://slack.com');
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const params = { ...Object.fromEntries(url.searchParams), ...(await readParams(request)) };
    const method = url.pathname.replace(/^\/api\//, '');
    sendJson(response, answerSlack({ method, token, params }, this.workspace));
  }

  private async answerUpload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await readFile(request);
    const isTaken = file && this.workspace.shelf.receive(request.url ?? '', file);
    response.writeHead(isTaken ? 200 : 400, { 'content-type': 'text/plain' });
    response.end(isTaken ? `OK - ${file.bytes.length}` : 'Not what was announced');
  }
}

async function readParams(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = (await readBody(request)).toString('utf8');
  if (!text) return {};
  if ((request.headers['content-type'] ?? '').includes('json')) return JSON.parse(text);
  return Object.fromEntries(new URLSearchParams(text));
}

/** The one file of a form; nothing when no part of it has a file's name. */
async function readFile(request: IncomingMessage): Promise<Content | undefined> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(await readBody(request), { headers }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file && { type: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
}
