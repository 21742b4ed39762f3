import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform/platform';

/** `GET /record/…`: recordings to which a redirect has sent somebody. No key needed. */
export function addStatics(app: FastifyInstance, platform: Platform): void {
  app.get('/record/*', (request, reply) => {
    const { statics } = platform;
    statics.requests.push({ path: request.url, headers: request.headers });
    const file = statics.get(request.url.split('?')[0]);
    if (!file) return reply.callNotFound();
    return reply.type(file.type).header('content-length', file.length).send(file.content());
  });
}

/** `GET /again/<path>`: a further redirect, without a host. */
export function addAgain(app: FastifyInstance): void {
  app.get('/again/*', (request, reply) =>
    reply.code(307).header('location', request.url.replace('/again', '')).send(''),
  );
}
