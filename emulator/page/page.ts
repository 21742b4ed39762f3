import type { FastifyInstance } from 'fastify';
import { endReasonInEnglish } from './english';
import { escape, pageOf } from './html';
import { shanghaiText } from '../platform/clock';
import { MESSAGES } from '../platform/codes';
import type { Platform } from '../platform/platform';
import type { CrmRecord, RecordedRequest, Task } from '../platform/types';

const REFRESH_SECONDS = 3;
const ROWS = 15;

/** `GET /`: what goes on here, for a person to look at. */
export function addPage(app: FastifyInstance, platform: Platform): void {
  app.get('/', (_request, reply) => {
    void reply.type('text/html; charset=utf-8').send(page(platform));
  });
}

function page(platform: Platform): string {
  const { accounts, behaviour, clock, crm, log, tasks, url } = platform;
  const { username, password } = accounts.main;
  return pageOf(
    'XiaoA emulator',
    `<meta http-equiv="refresh" content="${REFRESH_SECONDS}">\n`,
    `<header>
  <h1>XiaoA emulator <small>小A 本地模拟平台</small></h1>
  <p>${shanghaiText(clock.now())} Shanghai</p>
</header>
<main>
<section class="account">
  ${fact('Base URL', url)}${fact('User name', username)}${fact('Password', password)}
  ${fact('Manners', behaviour.manners.join(', ') || 'as documented')}
  ${fact('Logins', accounts.logins)}${fact('CRM records', crm.records.length)}${fact('Requests', log.requests.length)}
</section>
<section>
  <h2>Tasks</h2>
  ${table(
    ['Id', 'Name', 'Template', 'AI user', 'State', 'Progress'],
    newest(tasks.all).map((task) => taskRow(platform, task)),
  )}
</section>
<section>
  <h2>Latest CRM records</h2>
  ${table(['Connected', 'Name', 'Phone', 'Template', 'Talk', 'End', 'Labels', 'Score'], newest(crm.records).map(recordRow))}
</section>
<section>
  <h2>Latest requests</h2>
  ${table(['At', 'Endpoint', 'Answer', 'Parameters'], newest(log.requests).map(requestRow))}
</section>
</main>`,
  );
}

function newest<T>(list: readonly T[]): T[] {
  return list.slice(-ROWS).reverse();
}

function fact(name: string, value: string | number): string {
  return `<div><span>${name}</span><code>${escape(value)}</code></div>`;
}

function table(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return '<p class="none">None yet.</p>';
  const head = heads.map((text) => `<th>${text}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const STATES: Record<Task['state'], string> = {
  sending: badge('good', 'Calling 发送中'),
  sent: badge('plain', 'Finished 已发送'),
  paused: badge('warn', 'Paused 暂停发送'),
  terminated: badge('plain', 'Terminated 终止'),
};

function taskRow({ tasks }: Platform, task: Task): string[] {
  const { waiting, success, fail } = tasks.counts(task);
  const all = waiting + success + fail;
  const done = success + fail;
  const percent = all === 0 ? 0 : (100 * done) / all;
  return [
    String(task.dial_task_main_id),
    escape(task.source),
    escape(task.project_caption),
    escape(task.ai_user_name),
    STATES[task.state],
    `<div class="bar"><i class="${waiting === 0 ? 'done' : 'going'}" style="width:${percent}%"></i></div> ${done} of ${all} called <small>(${success} answered)</small>`,
  ];
}

function recordRow(record: CrmRecord): string[] {
  const { score } = record;
  return [
    record.connected_at,
    escape(record.name),
    escape(record.phone),
    escape(record.project_caption),
    `${record.talktimes} s`,
    endReason(record),
    escape(record.labelling?.trim()),
    score === null ? '–' : badge(score >= 80 ? 'good' : 'plain', score),
  ];
}

function endReason({ endreason }: CrmRecord): string {
  const english = endReasonInEnglish(endreason);
  return english === undefined
    ? escape(endreason)
    : `${english} <small>${escape(endreason)}</small>`;
}

function requestRow(request: RecordedRequest): string[] {
  const { code } = request;
  const answer =
    code === undefined
      ? badge('warn', 'no code')
      : badge(code === 0 ? 'good' : 'bad', `${code} ${code === 0 ? '' : (MESSAGES[code] ?? '')}`);
  return [
    shanghaiText(request.at).slice(11),
    `<code>${escape(request.endpoint)}</code>`,
    answer,
    `<code>${escape(ownParameters(request))}</code>`,
  ];
}

const NOT_SHOWN = new Set(['url', 'api_key', 'user_sn', 'password', 'client_info_json']);

function ownParameters({ params }: RecordedRequest): string {
  const own = Object.entries(params).filter(([name]) => !NOT_SHOWN.has(name));
  const text = own.map(([name, value]) => `${name}=${String(value)}`).join('  ');
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function badge(kind: 'good' | 'plain' | 'warn' | 'bad', text: string | number): string {
  return `<b class="${kind}">${escape(text)}</b>`;
}
