import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { passAndAnswer } from './gate';
import type { Endpoint, FileAnswer, JsonAnswer, LoginEndpoint } from '../endpoints/endpoint';
import { failAfter } from '../faults/failAfter';
import { failsBefore } from '../faults/failBefore';
import type { Manners } from '../manners/manners';
import { PlatformError } from '../platform/codes';
import { isAside, type Fault } from '../platform/faults';
import type { Platform } from '../platform/platform';
import type { RecordedRequest } from '../platform/types';
import { htmlAnswer, isFile, send, type Answer, type TextAnswer } from '../wire/answer';
import { receive, type Received } from '../wire/body';

/** Answers one request of an endpoint, with the faults and manners that there are. */
export async function serve(
  platform: Platform,
  manners: Manners,
  endpoint: Endpoint | LoginEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  platform.pending += 1;
  try {
    return await carryOut(platform, manners, endpoint, request, reply);
  } finally {
    platform.pending -= 1;
  }
}

async function carryOut(
  platform: Platform,
  manners: Manners,
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

  const given =
    fault?.kind === 'code'
      ? new PlatformError(fault.code ?? 500, fault.msg)
      : await outcome(() => passAndAnswer(platform, manners, endpoint, received, recorded));
  const { code, answer } = await manners.answer(given, {
    platform,
    endpoint: endpoint.name,
    params: received.params ?? {},
  });
  recorded.code = code;
  return await deliver(fault, answer, request, reply);
}

async function outcome(
  run: () => Promise<JsonAnswer | FileAnswer>,
): Promise<JsonAnswer | FileAnswer | PlatformError> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PlatformError) return error;
    console.error('XiaoA emulator:', error);
    return new PlatformError(500);
  }
}

async function deliver(
  fault: Fault | undefined,
  answer: Answer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (fault) return await failAfter(fault, answer, request, reply);
  if (!isFile(answer) && answer.dripMs !== undefined) return await drip(answer, reply);
  return send(answer, reply);
}

/** Byte by byte, until all is sent or nobody takes it any more. */
async function drip(
  { status, headers, text, dripMs }: TextAnswer,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(status, headers);
  for (const byte of Buffer.from(text)) {
    if (raw.destroyed) return reply;
    raw.write(Buffer.of(byte));
    await sleep(dripMs, undefined, { ref: false });
  }
  raw.end();
  return reply;
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
  platform.onRequest(recorded.endpoint);
  return recorded;
}

/** Such a path the platform's web server knows nothing of; it has a page for that, no JSON. */
export async function serveUnknown(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  record(platform, await receive(request), request);
  const page = '<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>';
  return send(htmlAnswer(404, page), reply);
}
