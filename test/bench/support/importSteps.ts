import { createHash } from 'node:crypto';

import { createParameters, mapping } from '../../support/createParameters';
import { httpRequest } from './httpRequest';
import type { Lab, Step } from './lab';

/** Columns as people map them, two of them by more than a plain path. */
export const EXPRESSIONS = {
  姓名: '={{ $json.name.trim() }}',
  电话: '={{ $json.phone }}',
  地址: '={{ $json.city }}市 {{ $json.name }}',
};

/** *Create* with its columns mapped by expressions. */
export function createStep(
  { emulator }: Lab,
  columns: Record<string, string> = EXPRESSIONS,
  options = {},
): Step {
  return {
    name: 'Create',
    type: 'xiaoATask',
    parameters: createParameters(emulator, { columns: mapping(columns), options }),
  };
}

/** A Code node that gives the one signed body for all items; the phones it cleans as far as a few lines can. */
export function buildStep(lab: Lab): Step {
  const jsCode = `
const rows = [];
const phones = new Set();
for (const { json } of $input.all()) {
  const phone = String(json.phone)
    .normalize('NFKC')
    .replace(/[\\s().·-]/g, '')
    .replace(/^(?:\\+86|0086|86)(?=1\\d{10}$)/, '');
  if (!/^(?:1\\d{10}|0\\d{9,11}|[48]00\\d{7})$/.test(phone)) throw new Error('No phone: ' + json.phone);
  if (phones.has(phone)) continue;
  phones.add(phone);
  rows.push({ 姓名: json.name.trim(), 电话: phone, 地址: json.city + '市 ' + json.name });
}
const signed = ${JSON.stringify(signedParameters(lab))};
const text = JSON.stringify(signed).replaceAll('/', '\\\\/').replaceAll(' ', '');
const url = require('crypto').createHash('md5').update(text).digest('hex').slice(1, 9);
return [{ json: { ...signed, source: 'Bench', client_info_json: JSON.stringify({ data: rows }), url } }];`;
  return { name: 'Build', type: 'n8n-nodes-base.code', version: 2, parameters: { jsCode } };
}

/** An HTTP Request that adds each item's lead to a task. What it signs is the same for all of them (API §7.6). */
export function leadRequest(lab: Lab): Step {
  const { dial_task_main_sn } = lab.emulator.addTask({ source: 'Bench' });
  const signed = { ...signedParameters(lab), dial_task_main_sn };
  const text = JSON.stringify(signed).replaceAll('/', '\\/').replaceAll(' ', '');
  const url = createHash('md5').update(text).digest('hex').slice(1, 9);
  const fixed = JSON.stringify({ ...signed, source: 'Bench', url }).slice(1, -1);
  const row =
    "{ 姓名: $json.name.trim(), 电话: $json.phone, 地址: $json.city + '市 ' + $json.name }";
  return httpRequest(
    `${lab.emulator.url}/api/addJson`,
    `={{ { ${fixed}, "client_info_json": JSON.stringify({ data: [${row}] }) } }}`,
  );
}

function signedParameters({ emulator, session }: Lab) {
  return {
    user_sn: session.userSn,
    api_key: session.apiKey,
    project_sn: emulator.templates[0].sn,
    ai_user_sn: emulator.aiUsers[0].user_sn,
  };
}
