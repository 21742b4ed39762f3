import type { FastifyInstance } from 'fastify';
import type { Manners } from '../manners/manners';
import { SAMPLE_TEMPLATES } from '../platform/templates';

/** `GET /excel/<hash>.xlsx`: where the project_excel of getProjects (API §7.4) points. No key needed. */
export function addExcelFiles(app: FastifyInstance, manners: Manners): void {
  app.get('/excel/:file', async (request, reply) => {
    const { file } = request.params as { file: string };
    const template = SAMPLE_TEMPLATES.find(({ sn }) => `${sn.split('|')[1]}.xlsx` === file);
    if (!template) return reply.callNotFound();
    const { type, content } = (await manners.template(template)).file;
    return reply.type(type).send(content());
  });
}
