import type { FastifyInstance } from 'fastify';
import { CATALOG } from '../manners/catalog';
import type { Manners } from '../manners/manners';
import type { Platform } from '../platform/platform';
import { escape, pageOf } from './html';

/**
 * `GET /manners?key=…`: the manners of real servers, for a person to switch on and off. Only who has
 * the control key gets there.
 */
export function addMannersPage(app: FastifyInstance, platform: Platform, manners: Manners): void {
  app.get('/manners', (request, reply) => {
    const { key } = request.query as { key?: string };
    const allowed = platform.control.allows(key, request.ip);
    void reply
      .code(allowed ? 200 : 403)
      .type('text/html; charset=utf-8')
      .send(allowed ? page(platform) : NO_KEY);
  });
  app.post('/manners', (request, reply) => {
    const form = new URLSearchParams(String(request.body ?? ''));
    if (!platform.control.allows(form.get('key'), request.ip)) {
      return reply.code(403).type('text/html; charset=utf-8').send(NO_KEY);
    }
    manners.configure({ manners: chosen(form) });
    return reply.code(303).header('location', `/manners?key=${platform.control.key}`).send('');
  });
}

const NO_KEY = pageOf(
  'XiaoA emulator',
  '',
  '<main><section><p>Open the address that the emulator printed when it started. It ends with the control key.</p></section></main>',
);

function chosen(form: URLSearchParams): string[] {
  return form.getAll('manner').map((name) => {
    const value = form.get(`value of ${name}`);
    return value === null || value === '' ? name : `${name}=${value}`;
  });
}

function page({ behaviour, control }: Platform): string {
  const on = new Map(
    behaviour.manners.map((text) => {
      const [name, number] = text.split('=');
      return [name, number] as const;
    }),
  );
  const rows = Object.entries(CATALOG).map(([name, { about, value }]) => {
    const number =
      value === undefined
        ? ''
        : ` <input type="number" name="value of ${name}" value="${on.get(name) ?? value}">`;
    return `<label><input type="checkbox" name="manner" value="${name}"${on.has(name) ? ' checked' : ''}> <code>${name}</code>${number} ${escape(about)}</label>`;
  });
  return pageOf(
    'Manners of the XiaoA emulator',
    '',
    `<header><h1>Manners <small>habits of real servers</small></h1><p><a href="/">Back to the tasks and calls</a></p></header>
<main><section><form method="post" action="/manners">
<input type="hidden" name="key" value="${control.key}">
<p>Choose how the emulator departs from the API document. Changes apply to the next request.</p>
${rows.join('\n')}
<p><button>Apply</button></p>
</form></section></main>`,
  );
}
