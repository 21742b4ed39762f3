import type { FastifyInstance } from 'fastify';
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
  const { accounts, clock, crm, log, tasks, url } = platform;
  const { username, password } = accounts.main;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<title>XiaoA emulator</title>
<style>${STYLE}</style>
</head>
<body>
<header>
  <h1>XiaoA emulator <small>小A 本地模拟平台</small></h1>
  <p>${shanghaiText(clock.now())} Shanghai</p>
</header>
<main>
<section class="account">
  ${fact('Base URL', url)}${fact('User name', username)}${fact('Password', password)}
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
</main>
</body>
</html>`;
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
  sending: badge('good', '发送中'),
  sent: badge('plain', '已发送'),
  paused: badge('warn', '暂停发送'),
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
    `<div class="bar"><i style="width:${percent}%"></i></div> ${done} / ${all} <small>(${success} answered)</small>`,
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
    escape(record.endreason),
    escape(record.labelling?.trim()),
    score === null ? '–' : badge(score >= 80 ? 'good' : 'plain', score),
  ];
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

function escape(value: string | number | null | undefined): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return String(value ?? '').replace(/[&<>"]/g, (character) => entities[character]);
}

const STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#f4f5f8, #16181d); --card: light-dark(#fff, #1f2229);
  --ink: light-dark(#1d2330, #e6e8ee); --soft: light-dark(#6a7285, #98a0b3); --line: light-dark(#e5e8ef, #2e323c); --accent: #ff6d5a; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header { display: flex; justify-content: space-between; align-items: baseline; flex-wrap: wrap;
  padding: 20px 28px 4px; border-top: 4px solid var(--accent); }
h1 { margin: 0; font-size: 20px; } h2 { margin: 0 0 10px; font-size: 15px; }
small, header p, .none { color: var(--soft); font-weight: normal; }
main { padding: 12px 28px 40px; display: grid; gap: 16px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; min-width: 0; }
.account { display: flex; flex-wrap: wrap; gap: 10px 36px; }
.account span { display: block; color: var(--soft); font-size: 12px; } .account code { font-size: 15px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; color: var(--soft); font-size: 12px; font-weight: 500; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
code { font: 12.5px ui-monospace, Menlo, Consolas, monospace; }
b { font-weight: 500; border-radius: 99px; padding: 1px 9px; font-size: 12.5px; }
.good { background: #1fa97122; color: light-dark(#127a50, #4cd7a0); } .plain { background: #8a93a822; color: var(--soft); }
.warn { background: #d9940022; color: light-dark(#96660a, #f0b94b); } .bad { background: #e0405022; color: light-dark(#b32636, #ff7f8b); }
.bar { display: inline-block; width: 120px; height: 7px; border-radius: 9px; background: var(--line); overflow: hidden; vertical-align: middle; margin-right: 8px; }
.bar i { display: block; height: 100%; background: var(--accent); }
`;
