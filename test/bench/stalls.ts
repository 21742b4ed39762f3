/**
 * The longest time that the event loop of n8n's process stood still, and the most memory that it held, while a node
 * worked: n8n's main process serves everybody meanwhile. The goal is 50 ms beyond what n8n's own HTTP Request node needs
 * to send a ready body of 30,000 leads. What n8n does by itself, what its expression sandbox costs, and what its own
 * nodes need for the same lists is shown beside it. The trigger comes first: a process that has held gigabytes stands
 * still for longer to tidy its memory.
 *
 * `BENCH_CASES='Create|Trigger'` measures the cases alone whose names fit.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { createCredential } from '../../demo/n8n/credentials';
import type { WorkflowNode } from '../../demo/n8n/workflows';
import { publishTrigger, TRIGGER_WORKFLOW } from '../e2e/stream/triggerWorkflow';
import { leads, leadsCode } from '../support/people';
import { httpRequest } from './support/httpRequest';
import { httpListSteps } from './list';
import { buildStep, createStep, EXPRESSIONS } from './support/importSteps';
import { largeHtml, largeWorkbook, withTemplate } from './support/largeTemplate';
import { succeeded, type Lab, type Step, type TimedNode, type Watched } from './support/lab';
import { spread } from './support/rounds';
import type { Line } from './support/table';

const LEADS = 30_000;
const ROUNDS = 3;
const BEYOND_MS = 50;
const RECORDS_A_DAY = 300_000;
const CASES = new RegExp(process.env.BENCH_CASES ?? '');
const PLAIN_PATHS = {
  姓名: '={{ $json.name }}',
  电话: '={{ $json.phone }}',
  地址: '={{ $json.city }}',
};
/** Expressions that only n8n's sandbox can evaluate. */
const SANDBOXED = {
  姓名: '={{ $json.name.trim().slice(0, 20) }}',
  电话: "={{ $json.phone.replace(/\\s/g, '') }}",
  地址: '={{ $json.city.slice(0, 2) }}市',
};
// Days of which no other measurement has records, and the days after them.
const DAYS = {
  100_000: { from: '2020-06-01', dayAfter: '2020-06-02' },
  300_000: { from: '2020-04-01', dayAfter: '2020-04-02' },
};

/** Something for n8n to do, and what was seen of its process meanwhile. */
interface Case {
  name: string;
  run(): Promise<Watched>;
}

export async function measureStalls(lab: Lab): Promise<Line[]> {
  await lab.renewSession();
  const baseline = await readyBody(lab);
  const cases: Array<() => Promise<Case>> = [
    () => nodeCase(lab, 'Task: Create, 30,000 by plain paths', createStep(lab, PLAIN_PATHS), LEADS),
    () => nodeCase(lab, 'Task: Create, 30,000 by three expressions', createStep(lab), LEADS),
    () => nodeCase(lab, 'Task: Create, 65,000 by three expressions', createStep(lab), 65_000),
    () => download(lab),
    () => hostileImport(lab),
  ];
  const ready = await measure(baseline);
  const limit = ready.stallMs + BEYOND_MS;
  const lines: Line[] = [lineOf(baseline.name, ready)];
  const add = async (prepare: () => Promise<Case>, goal?: number) => {
    const seen = await prepare();
    if (CASES.test(seen.name)) lines.push(lineOf(seen.name, await measure(seen), goal));
  };
  if (CASES.test('Trigger')) {
    lines.push(lineOf('n8n, with nothing to do', await idle(lab)));
    for (const [name, seen] of await polls(lab)) lines.push(lineOf(name, seen, limit));
  }
  await add(() => editFields(lab));
  await add(() => sandboxedGo(lab));
  await add(() =>
    nodeCase(
      lab,
      'Task: Create, 30,000 by three expressions that need the sandbox',
      createStep(lab, SANDBOXED),
      LEADS,
    ),
  );
  for (const prepare of cases) await add(prepare, limit);
  await add(() => hostileHttpList(lab));
  await add(() => hostileList(lab), limit);
  for (const count of [100_000, 300_000] as const) {
    if (!CASES.test('CRM: Get Many')) continue;
    await addDay(lab, count);
    await add(() => httpList(lab, count));
    await add(() => list(lab, count), limit);
  }
  // Their credential logs in, which takes the key away that HTTP Request uses.
  await add(() => columnsOf(lab, 'workbook of 20 MB', largeWorkbook()), limit);
  await add(() => columnsOf(lab, 'HTML table of 20 MB', largeHtml()), limit);
  return lines;
}

/** Medians of the rounds; a first one does not count. */
async function measure({ name, run }: Case): Promise<Watched> {
  const rounds = Number(process.env.BENCH_ROUNDS ?? ROUNDS);
  const seen: Watched[] = [];
  for (let round = 0; round <= rounds; round++) {
    const watched = await run();
    if (round > 0) seen.push(watched);
    console.error(`  ${name}: ${watched.stallMs.toFixed(0)} ms`);
  }
  return {
    stallMs: spread(seen.map(({ stallMs }) => stallMs)).median,
    rss: spread(seen.map(({ rss }) => rss)).max,
  };
}

function lineOf(what: string, { stallMs, rss }: Watched, limit?: number): Line {
  return {
    what,
    against: '',
    goal: limit === undefined ? undefined : `≤ ${limit.toFixed(0)} ms`,
    figure: `${stallMs.toFixed(0)} ms`,
    absolute: `${(rss / 1e6).toFixed(0)} MB`,
    met: limit === undefined ? undefined : stallMs <= limit,
  };
}

async function nodeCase(lab: Lab, name: string, step: Step, items: number | string): Promise<Case> {
  const run = await lab.workflow([step], typeof items === 'number' ? leadsCode(items) : items);
  return { name, run: async () => nodeOf(await run(), step.name) };
}

function nodeOf(timed: Awaited<ReturnType<Awaited<ReturnType<Lab['workflow']>>>>, name: string) {
  return succeeded(timed).nodes[name] satisfies TimedNode;
}

async function readyBody(lab: Lab): Promise<Case> {
  const send = httpRequest(`${lab.emulator.url}/api/addJson`, '={{ $json }}');
  const run = await lab.workflow([buildStep(lab), send], leadsCode(LEADS));
  return {
    name: "n8n's HTTP Request, a ready body of 30,000",
    run: async () => nodeOf(await run(), 'Send'),
  };
}

async function editFields(lab: Lab): Promise<Case> {
  const assignments = Object.entries(EXPRESSIONS).map(([name, value]) => ({
    id: name,
    name,
    value,
    type: 'string',
  }));
  const step = {
    name: 'Edit',
    type: 'n8n-nodes-base.set',
    version: 3.4,
    parameters: { assignments: { assignments }, options: {} },
  };
  // 30,000 would take minutes.
  return await nodeCase(lab, "n8n's Edit Fields, 1,000 by the same expressions", step, 1_000);
}

async function hostileImport(lab: Lab): Promise<Case> {
  const items = `Array.from({ length: 300 }, (_, index) => ({
    name: ' '.repeat(100000) + index, phone: '1 - '.repeat(25000) + index, city: '（'.repeat(100000) }))`;
  const step = createStep(lab, PLAIN_PATHS, { onInvalidContact: 'skip' });
  const run = await lab.workflow([step], `[...${items}, ...${leadsCode(1)}]`);
  return {
    name: 'Task: Create, 300 hostile cells of 100,000 characters',
    run: async () => nodeOf(await run(), step.name),
  };
}

async function addDay({ emulator }: Lab, count: keyof typeof DAYS): Promise<void> {
  const connected_at = `${DAYS[count].from} 12:00:00`;
  for (let made = 0; made < count; made += 10_000) {
    emulator.addCrmRecords(Array(10_000).fill({ connected_at }));
    await sleep(0);
  }
}

async function httpList(lab: Lab, count: keyof typeof DAYS): Promise<Case> {
  const run = await lab.workflow(httpListSteps(lab, DAYS[count]));
  return {
    name: `n8n's HTTP Request + Split Out, a list of ${count}`,
    run: async () => {
      const { Send, Split } = succeeded(await run()).nodes;
      if (Split.items !== count) throw new Error(`${Split.items} of ${count} came`);
      return {
        stallMs: Math.max(Send.stallMs, Split.stallMs),
        rss: Math.max(Send.rss, Split.rss),
      };
    },
  };
}

async function list({ workflow }: Lab, count: keyof typeof DAYS): Promise<Case> {
  const day = DAYS[count].from;
  const parameters = {
    resource: 'crmRecord',
    operation: 'getAll',
    returnAll: true,
    simplify: true,
    filters: { connectedAfter: day, connectedBefore: day },
  };
  const run = await workflow([{ name: 'List', type: 'xiaoACrm', parameters }]);
  return {
    name: `CRM: Get Many, ${count} simplified`,
    run: async () => {
      const { List } = succeeded(await run()).nodes;
      if (List.items !== count) throw new Error(`${List.items} of ${count} came`);
      return List;
    },
  };
}

/** n8n's own node, with one go of what Create asks of the sandbox: three expressions for 10,000 of 30,000 items. */
async function sandboxedGo(lab: Lab): Promise<Case> {
  const cells = Object.values(SANDBOXED).map((text) => /\{\{(.*)\}\}/.exec(text)![1]);
  const value = `={{ $input.all().slice(0, 10000).map(({ json: $json }) => [${cells.join(', ')}]).length }}`;
  const step = {
    name: 'Edit',
    type: 'n8n-nodes-base.set',
    version: 3.4,
    executeOnce: true,
    parameters: {
      assignments: { assignments: [{ id: 'n', name: 'n', value, type: 'number' }] },
      options: {},
    },
  };
  return await nodeCase(
    lab,
    "n8n's Edit Fields, one expression over 10,000 of 30,000 items",
    step,
    LEADS,
  );
}

async function columnsOf(lab: Lab, what: string, file: Buffer): Promise<Case> {
  const [template] = lab.emulator.templates;
  const step = {
    name: 'Columns',
    type: 'xiaoATemplate',
    parameters: {
      resource: 'template',
      operation: 'getColumns',
      projectSn: { __rl: true, mode: 'id', value: template.sn },
    },
  };
  const { username, password } = lab.emulator.account;
  const credential = await createCredential(lab.rest, {
    type: 'xiaoAApi',
    name: what,
    data: {
      baseUrl: await withTemplate(lab.lifetime, lab.emulator.url, file),
      username,
      password,
      signatureEncoding: 'escaped',
    },
  });
  const run = await lab.workflow([step], undefined, credential);
  return {
    name: `Template: Get Columns, ${what}`,
    run: async () => nodeOf(await run(), 'Columns'),
  };
}

const HOSTILE = { from: '2020-05-01', dayAfter: '2020-05-02' };

/** Transcripts, labels and times that take as long to take apart as one can write them. */
function addHostileRecords(lab: Lab): void {
  const texts = [
    '##'.repeat(50_000),
    '##a@@'.repeat(20_000),
    '##1@@2#@'.repeat(12_500),
    ' '.repeat(100_000),
  ];
  lab.emulator.addCrmRecords(
    Array.from({ length: 50 }, (_, at) => ({
      connected_at: `${HOSTILE.from} 12:00:00`,
      talk_info: texts[at % texts.length],
      labelling: '、 '.repeat(50_000),
      name: texts[(at + 1) % texts.length],
    })),
  );
}

async function hostileHttpList(lab: Lab): Promise<Case> {
  addHostileRecords(lab);
  const run = await lab.workflow(httpListSteps(lab, HOSTILE));
  return {
    name: "n8n's HTTP Request, the same 50 records as below",
    run: async () => nodeOf(await run(), 'Send'),
  };
}

async function hostileList(lab: Lab): Promise<Case> {
  const parameters = {
    resource: 'crmRecord',
    operation: 'getAll',
    returnAll: true,
    simplify: true,
    includeTranscriptTurns: true,
    filters: { connectedAfter: HOSTILE.from, connectedBefore: HOSTILE.from },
  };
  const run = await lab.workflow([{ name: 'List', type: 'xiaoACrm', parameters }]);
  return {
    name: 'CRM: Get Many, 50 records with hostile texts of 100,000 characters',
    run: async () => nodeOf(await run(), 'List'),
  };
}

async function download(lab: Lab): Promise<Case> {
  const [{ recordpath, recordfile }] = lab.emulator.addCrmRecords([
    { phone: '13699990000', talktimes: 31_250, connected_at: '2020-02-01 12:00:00' },
  ]);
  const step = {
    name: 'Download',
    type: 'xiaoARecording',
    parameters: {
      resource: 'recording',
      operation: 'download',
      recordPath: recordpath,
      recordFile: recordfile,
    },
  };
  return await nodeCase(lab, 'Recording: Download, 500 MB', step, 1);
}

const QUIET_MS = 15_000;

/** What n8n does by itself, such as looking after its database. */
async function idle({ watchedSince }: Lab): Promise<Watched> {
  await sleep(QUIET_MS);
  const from = Date.now();
  await sleep(QUIET_MS);
  return await watchedSince(from);
}

/** Polls of an active workflow, by the clock. */
async function polls(lab: Lab): Promise<Array<[name: string, seen: Watched]>> {
  const { emulator } = lab;
  for (let made = 0; made < RECORDS_A_DAY; made += 10_000) {
    emulator.addCrmRecords(Array.from({ length: 10_000 }, () => ({})));
    await sleep(0);
  }
  const asked = () => emulator.requestsTo('/api/crmList').length;
  const quiet = async () => {
    for (let before = -1; before !== asked(); await sleep(1_500)) before = asked();
  };
  emulator.clearRequests();
  let from = Date.now();
  await publishTrigger(lab.rest, lab.credential, [NO_OPERATION], {
    settings: { saveDataSuccessExecution: 'none' },
  });
  const full = await pollsSince(lab, from);
  // Polls of the same node come every three seconds from here on.
  from = Date.now();
  await sleep(QUIET_MS);
  const nothingNew = await pollsSince(lab, from);
  from = Date.now();
  emulator.addCrmRecords(leads(1_000).map(({ phone, name }) => ({ phone, name, score: 90 })));
  await sleep(10_000);
  await quiet();
  const busy = await pollsSince(lab, from);
  await lab.rest.post(`/workflows/${TRIGGER_WORKFLOW}/deactivate`);
  return [
    [`Trigger: full reading of ${RECORDS_A_DAY} records`, full],
    [`Trigger: idle, ${RECORDS_A_DAY} records a day`, nothingNew],
    ['Trigger: 1,000 new records', busy],
  ];
}

async function pollsSince(lab: Lab, from: number): Promise<Watched> {
  const seen = await lab.watchedPolls(from);
  if (seen.polls === 0) throw new Error('There was no poll');
  return seen;
}

const NO_OPERATION: WorkflowNode = {
  id: 'nothing',
  name: 'Nothing',
  type: 'n8n-nodes-base.noOp',
  typeVersion: 1,
  position: [300, 0],
  parameters: {},
};
