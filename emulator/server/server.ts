import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { send, type Answer } from '../wire/answer';
import { receive, type Received } from '../wire/body';
import { PlatformError } from '../platform/codes';
import { addControl } from './control';
import { ENDPOINTS } from '../endpoints/all';
import type { Endpoint, LoginEndpoint } from '../endpoints/endpoint';
import { addExcelFiles } from './excelFiles';
import { doomed, failAfter } from '../faults/failAfter';
import { drop, failsBefore } from '../faults/failBefore';
import { passAndAnswer } from './gate';
import { isAside } from '../platform/faults';
import { addPage } from '../page/page';
import type { Platform } from '../platform/platform';
import type { RecordedRequest } from '../platform/types';

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
    api.addHook('onRequest', async (request, reply) => {
      if (doomed.has(request.raw.socket)) drop(request, reply);
    });
    // The platform's clock is the one that its answers are dated by.
    api.addHook('onSend', async (_request, reply) => {
      reply.header('date', new Date(platform.clock.now()).toUTCString());
    });
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
  platform.pending += 1;
  try {
    return await carryOut(platform, endpoint, request, reply);
  } finally {
    platform.pending -= 1;
  }
}

async function carryOut(
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
    if (kind === 'replaceKey') platform.accounts.replaceKey();
  }
  const fault = faults.find(({ kind }) => !isAside(kind));
  if (fault && failsBefore(fault, recorded, request, reply)) return reply;

  let answer: Answer;
  try {
    answer = await passAndAnswer(platform, endpoint, received, recorded);
  } catch (error) {
    answer = error instanceof PlatformError ? error : new PlatformError(500);
    if (!(error instanceof PlatformError)) console.error('XiaoA emulator:', error);
  }
  recorded.code = answer instanceof PlatformError ? answer.code : 0;
  return fault ? await failAfter(fault, answer, request, reply) : send(answer, reply);
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
