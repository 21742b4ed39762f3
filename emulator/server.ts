import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { receive, type Received } from './body';
import { MESSAGES, PlatformError } from './codes';
import { addControl } from './control';
import { ENDPOINTS } from './endpoints/all';
import type { Endpoint, FileAnswer, JsonAnswer, LoginEndpoint } from './endpoints/endpoint';
import { passAndAnswer } from './gate';
import { addExcelFiles } from './excelFiles';
import { addPage } from './page';
import type { Platform } from './platform';
import type { Fault, RecordedRequest } from './types';

/** 30,000 contacts with long columns, encrypted: well above what the platform allows. */
const LARGEST_BODY = 256 * 1024 * 1024;

/** The platform behind HTTP: `/api/…` as documented. */
export function makeServer(platform: Platform): FastifyInstance {
  const app = fastify({
    bodyLimit: LARGEST_BODY,
    // Open keep-alive connections must not hold up close().
    forceCloseConnections: true,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  void app.register(multipart, { limits: { fieldSize: LARGEST_BODY, fileSize: LARGEST_BODY } });
  void app.register(async (api) => {
    for (const endpoint of ENDPOINTS) {
      api.all(`/api/${endpoint.name}`, (request, reply) =>
        serve(platform, endpoint, request, reply),
      );
    }
    api.all('/api/*', (request, reply) => serveUnknown(platform, request, reply));
  });
  addControl(app, platform);
  addPage(app, platform);
  addExcelFiles(app);
  return app;
}

async function serve(
  platform: Platform,
  endpoint: Endpoint | LoginEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const received = await receive(request);
  const recorded = record(platform, received, request);
  // Counted here, so that those which a fault keeps from being answered count, too.
  if ('isLogin' in endpoint) platform.accounts.loginAttempts += 1;

  const faults = platform.faults.take(recorded.endpoint);
  for (const { kind, delayMs } of faults) {
    // Nobody has to wait for it to end a process.
    if (kind === 'delay') await sleep(delayMs ?? 0, undefined, { ref: false });
  }
  const fault = faults.find(({ kind }) => kind !== 'delay');
  if (fault && failsBefore(fault, recorded, request, reply)) return reply;

  let answer: JsonAnswer | FileAnswer | PlatformError;
  try {
    answer = await passAndAnswer(platform, endpoint, received, recorded);
  } catch (error) {
    answer = error instanceof PlatformError ? error : new PlatformError(500);
    if (!(error instanceof PlatformError)) console.error('XiaoA emulator:', error);
  }
  recorded.code = answer instanceof PlatformError ? answer.code : 0;
  return fault ? failAfter(fault, answer, request, reply) : send(answer, reply);
}

function record(platform: Platform, received: Received, request: FastifyRequest): RecordedRequest {
  const recorded: RecordedRequest = {
    at: platform.clock.now(),
    endpoint: request.url.split('?')[0],
    method: request.method,
    params: received.params ?? {},
    headers: request.headers,
    rawBody: received.rawBody,
    files: received.files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length })),
  };
  platform.log.add(recorded);
  return recorded;
}

/** Such a path the platform's web server knows nothing of; it has a page for that, no JSON. */
async function serveUnknown(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  record(platform, await receive(request), request);
  const page = '<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>';
  return reply.code(404).type('text/html; charset=utf-8').send(page);
}

function send(answer: JsonAnswer | FileAnswer | PlatformError, reply: FastifyReply): FastifyReply {
  if (!(answer instanceof PlatformError) && 'file' in answer) {
    const { file } = answer;
    return withFileHeaders(reply, answer)
      .header('content-length', file.length)
      .send(file.content());
  }
  return sendJson(jsonText(answer), reply);
}

function withFileHeaders(reply: FastifyReply, { file }: FileAnswer): FastifyReply {
  // The ASCII name for old readers, the real one (RFC 5987) for all others.
  const ascii = file.name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(file.name);
  return reply
    .type(file.type)
    .header('content-disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`);
}

function jsonText(answer: JsonAnswer | PlatformError): string {
  if (answer instanceof PlatformError) {
    return JSON.stringify({ code: answer.code, msg: answer.message, data: [] });
  }
  return JSON.stringify({ code: 0, msg: answer.msg ?? MESSAGES[0], data: answer.data });
}

function sendJson(text: string, reply: FastifyReply): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text);
}

/** @returns whether the request ends here, with nothing done */
function failsBefore(
  fault: Fault,
  recorded: RecordedRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  if (fault.kind === 'code') {
    const code = fault.code ?? 500;
    recorded.code = code;
    sendJson(JSON.stringify({ code, msg: fault.msg ?? MESSAGES[code] ?? '', data: [] }), reply);
    return true;
  }
  if (fault.kind === 'status') {
    const status = fault.status ?? 500;
    reply.code(status).type('text/plain; charset=utf-8').send(`HTTP ${status}`);
    return true;
  }
  if (fault.kind === 'html') {
    const page =
      '<html><head><title>系统维护中</title></head><body><h1>系统维护中</h1></body></html>';
    reply
      .code(fault.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(page);
    return true;
  }
  if (fault.kind === 'dropBefore') {
    drop(request, reply);
    return true;
  }
  return false;
}

/** The request has been carried out; the answer does not arrive as it should. */
function failAfter(
  fault: Fault,
  answer: JsonAnswer | FileAnswer | PlatformError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (fault.kind === 'dropAfter') return drop(request, reply);
  const isFile = !(answer instanceof PlatformError) && 'file' in answer;
  if (fault.kind === 'emptyBody') {
    return isFile ? withFileHeaders(reply, answer).send('') : sendJson('', reply);
  }
  if (fault.kind !== 'truncated') return send(answer, reply);
  if (isFile) return sendHalfFile(answer, request, reply);
  const text = jsonText(answer);
  return sendJson(text.slice(0, Math.floor(text.length / 2)), reply);
}

function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

/** Promises the whole file and breaks the connection after half of it. */
function sendHalfFile(
  { file }: FileAnswer,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': file.type, 'content-length': file.length });
  let left = Math.floor(file.length / 2);
  const content = file.content();
  content.on('data', (chunk: Buffer) => {
    if (left <= 0) return;
    const piece = chunk.subarray(0, left);
    left -= piece.length;
    raw.write(piece, () => {
      if (left > 0) return;
      content.destroy();
      request.raw.socket.destroy();
    });
  });
  return reply;
}
