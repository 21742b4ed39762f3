import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { addAgain, addStatics } from './statics';
import { CERTIFICATE, PRIVATE_KEY } from './certificate';
import { addControl } from './control';
import { addExcelFiles } from './excelFiles';
import { serve, serveUnknown } from './serve';
import { ENDPOINTS } from '../endpoints/all';
import { doomed } from '../faults/failAfter';
import { drop } from '../faults/failBefore';
import type { ListenerName } from '../manners/manner';
import type { Manners } from '../manners/manners';
import { addPage } from '../page/page';
import { addMannersPage } from '../page/mannersPage';
import type { Platform } from '../platform/platform';
import { send } from '../wire/answer';

/** 30,000 contacts with long columns, encrypted: well above what the platform allows. */
const LARGEST_BODY = 256 * 1024 * 1024;

/** The platform behind HTTP: `/api/…` as documented. */
export function makeServer(
  platform: Platform,
  manners: Manners,
  listener: ListenerName,
): FastifyInstance {
  const app = fastify({
    bodyLimit: LARGEST_BODY,
    // Open keep-alive connections must not hold up close().
    forceCloseConnections: true,
    ...(listener === 'tls' ? { https: { cert: CERTIFICATE, key: PRIVATE_KEY } } : {}),
  }) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  void app.register(multipart, { limits: { fieldSize: LARGEST_BODY, fileSize: LARGEST_BODY } });
  addApi(app, platform, manners, listener);
  addStatics(app, platform);
  if (listener === 'recordings') {
    addAgain(app);
  } else {
    addControl(app, platform, manners);
    addPage(app, platform);
    addMannersPage(app, platform, manners);
    addExcelFiles(app, manners);
  }
  return app;
}

function addApi(
  app: FastifyInstance,
  platform: Platform,
  manners: Manners,
  listener: ListenerName,
): void {
  const endpoints = new Map(
    ENDPOINTS.filter(({ name }) => listener !== 'recordings' || name.endsWith('Download')).map(
      (endpoint) => [endpoint.name, endpoint],
    ),
  );
  const hooks = {
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      if (doomed.has(request.raw.socket)) return drop(request, reply);
      return await arrive(platform, manners, listener, request, reply);
    },
    // The platform's clock is the one that its answers are dated by.
    onSend: async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header('date', new Date(platform.clock.now()).toUTCString());
    },
  };
  // One route for all of them: each of its own would make every start slower.
  app.all('/api/*', hooks, async (request, reply) => {
    const endpoint = endpoints.get((request.params as { '*': string })['*']);
    if (!endpoint) return await serveUnknown(platform, request, reply);
    return await serve(platform, manners, endpoint, request, reply);
  });
}

/** What is answered before the body is read. The body comes all the same, and is thrown away. */
async function arrive(
  platform: Platform,
  manners: Manners,
  listener: ListenerName,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const answer = await manners.arrive({
    platform,
    endpoint: request.url.split('?')[0].replace('/api/', ''),
    path: request.url,
    listener,
    bodyLength: Number(request.headers['content-length'] ?? 0),
  });
  if (!answer) return undefined;
  for await (const chunk of request.raw) void chunk;
  return send(answer, reply);
}
