/**
 * 100,000 CRM records by *XiaoA CRM: Get Many*, raw and simplified, in a real n8n, against
 *
 * - n8n's HTTP Request node with its own pagination, which signs each page by an expression. It gives an item a page;
 *   with a Split Out node behind it an item a record, as *Get Many* does;
 * - plain JavaScript with `fetch` in a process of its own, which for the simplified records uses the node's own code.
 *
 * All ask for the same pages. The time of a node is the one that n8n notes in the execution. Once the platform answers
 * as fast as it can, on this machine, and once each answer takes 100 ms longer, as it may over the internet.
 * `BENCH_RECORDS=20000` makes it short.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { httpRequest } from './support/httpRequest';
import { succeeded, type Lab, type Step } from './support/lab';
import { inRounds, type Contender } from './support/rounds';
import { ratioLine, type Line } from './support/table';

const RECORDS = Number(process.env.BENCH_RECORDS ?? 100_000);
const PAGE_SIZE = 1_000;
const DAYS = 20;
const FROM = '2020-03-01';
const TO = '2020-03-20';
const DAY_AFTER = '2020-03-21';
const ROUNDS = 3;
const FAR_MS = 100;

const RAW = `XiaoA CRM: Get Many, ${RECORDS} raw`;
const SIMPLIFIED = `XiaoA CRM: Get Many, ${RECORDS} simplified`;
const HTTP = 'HTTP Request, pagination';
const HTTP_SPLIT = 'HTTP Request, pagination + Split Out';
const PLAIN = 'bare fetch';
const PLAIN_SIMPLIFIED = 'bare fetch, simplified';

export async function compareList(lab: Lab): Promise<Line[]> {
  await addRecords(lab);
  const http = await byHttpRequest(lab);
  const nodes = [await byNode(lab, RAW, false), await byNode(lab, SIMPLIFIED, true)];
  const n8n = [...nodes, http.alone, http.split];
  const rounds = await inRounds(
    [
      ...n8n,
      byPlainProgram(lab, PLAIN, false),
      byPlainProgram(lab, PLAIN_SIMPLIFIED, true),
      ...n8n.map((contender) => farAway(lab, contender)),
    ],
    ROUNDS,
  );
  const half = { words: '≤ 0.5 ×', met: (ratio: number) => ratio <= 0.5 };
  const near = { words: '≤ 0.8 ×', met: (ratio: number) => ratio <= 0.8 };
  return [
    ratioLine(rounds, RAW, HTTP, near),
    ratioLine(rounds, RAW, HTTP_SPLIT, near),
    ratioLine(rounds, SIMPLIFIED, HTTP_SPLIT, near),
    ratioLine(rounds, RAW, PLAIN),
    ratioLine(rounds, SIMPLIFIED, PLAIN_SIMPLIFIED),
    ratioLine(rounds, far(RAW), far(HTTP), half),
    ratioLine(rounds, far(RAW), far(HTTP_SPLIT), half),
    ratioLine(rounds, far(SIMPLIFIED), far(HTTP_SPLIT), half),
  ];
}

function far(name: string): string {
  return `${name}, ${FAR_MS} ms away`;
}

function farAway({ emulator }: Lab, { name, run }: Contender): Contender {
  return {
    name: far(name),
    run: async () => {
      const endpoint = '/api/crmList';
      emulator.faults.add({ endpoint, kind: 'delay', delayMs: FAR_MS, times: Infinity });
      try {
        return await run();
      } finally {
        emulator.faults.clear();
      }
    },
  };
}

/** Once, whichever measurement asks first. */
export async function addRecords({ emulator }: Lab): Promise<void> {
  if (emulator.crmRecords.some(({ connected_at }) => connected_at.startsWith(FROM))) return;
  for (let day = 1; day <= DAYS; day++) {
    const connected_at = `2020-03-${String(day).padStart(2, '0')} 12:00:00`;
    emulator.addCrmRecords(Array(RECORDS / DAYS).fill({ connected_at }));
    // So that it is noticed when n8n closes a connection meanwhile.
    await sleep(0);
  }
}

export function listStep(name: string, simplify: boolean): Step {
  return {
    name,
    type: 'xiaoACrm',
    parameters: {
      resource: 'crmRecord',
      operation: 'getAll',
      returnAll: true,
      simplify,
      filters: { connectedAfter: FROM, connectedBefore: TO },
    },
  };
}

async function byNode(lab: Lab, name: string, simplify: boolean): Promise<Contender> {
  const run = await lab.workflow([listStep('List', simplify)]);
  return {
    name,
    run: async () => {
      const { List } = succeeded(await run()).nodes;
      if (List.items !== RECORDS) throw new Error(`${List.items} of ${RECORDS} came`);
      return List.ms;
    },
  };
}

/** The same list by n8n's own nodes: "Send" gives an item a page, "Split" an item a record. */
export function httpListSteps(
  { emulator, session }: Lab,
  { from, dayAfter }: { from: string; dayAfter: string },
): Step[] {
  const { userSn, apiKey } = session;
  const signed = (pageIndex: string) =>
    `{"user_sn":"${userSn}","api_key":"${apiKey}","pageIndex":${pageIndex},"pageSize":${PAGE_SIZE},"start_create_at":"${from}","end_create_at":"${dayAfter}"`;
  const pagination = {
    paginationMode: 'updateAParameterInEachRequest',
    parameters: {
      parameters: [
        { type: 'body', name: 'pageIndex', value: '={{ $pageCount }}' },
        {
          type: 'body',
          name: 'url',
          value: `={{ ('${signed("' + $pageCount + '")}' + '}').hash('md5').slice(1, 9) }}`,
        },
      ],
    },
    paginationCompleteWhen: 'other',
    completeExpression: `={{ $pageCount * ${PAGE_SIZE} >= $response.body.data.total }}`,
    limitPagesFetched: false,
    requestInterval: 0,
  };
  const body = `={{ ${signed('0')}, "url": "" } }}`;
  return [
    httpRequest(`${emulator.url}/api/crmList`, body, { pagination: { pagination } }),
    {
      name: 'Split',
      type: 'n8n-nodes-base.splitOut',
      parameters: { fieldToSplitOut: 'data.list', options: {} },
    },
  ];
}

async function byHttpRequest(lab: Lab): Promise<{ alone: Contender; split: Contender }> {
  const run = await lab.workflow(httpListSteps(lab, { from: FROM, dayAfter: DAY_AFTER }));
  let latest = { send: NaN, split: NaN };
  return {
    alone: {
      name: HTTP,
      run: async () => {
        const { Send, Split } = succeeded(await run()).nodes;
        if (Split.items !== RECORDS) throw new Error(`${Split.items} of ${RECORDS} came`);
        latest = { send: Send.ms, split: Split.ms };
        return latest.send;
      },
    },
    // Of the same execution.
    split: { name: HTTP_SPLIT, run: async () => await Promise.resolve(latest.send + latest.split) },
  };
}

function byPlainProgram(lab: Lab, name: string, simplify: boolean): Contender {
  const args = {
    url: lab.emulator.url,
    ...lab.session,
    from: FROM,
    to: DAY_AFTER,
    pageSize: PAGE_SIZE,
    simplify,
    count: RECORDS,
  };
  return { name, run: async () => await lab.plain.run({ task: 'list', args }) };
}
