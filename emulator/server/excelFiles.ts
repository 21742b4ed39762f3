import type { FastifyInstance } from 'fastify';
import { SAMPLE_TEMPLATES } from '../platform/templates';
import { templateWorkbook, XLSX_TYPE } from '../platform/workbook';

/** `GET /excel/<hash>.xlsx`: where the project_excel of getProjects (API §7.4) points. No key needed. */
export function addExcelFiles(app: FastifyInstance): void {
  app.get('/excel/:file', async (request, reply) => {
    const { file } = request.params as { file: string };
    const template = SAMPLE_TEMPLATES.find(({ sn }) => `${sn.split('|')[1]}.xlsx` === file);
    if (!template) return reply.callNotFound();
    return reply.type(XLSX_TYPE).send(await templateWorkbook(template));
  });
}
