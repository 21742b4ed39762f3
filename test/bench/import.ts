/**
 * Imports leads through the Create node in n8n-core's engine, and the same leads by plain JavaScript that
 * builds, signs and sends the same requests. Prints seconds (median of the runs), their ratio, the longest
 * time for which the event loop stood still, and by how much the process grew.
 *
 *   npm run build && npx tsx test/bench/import.ts [leads …]
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { chunks, toClientInfo } from '../../xiaoa/contacts/clientInfo';
import { sign } from '../../xiaoa/signature';
import { createParameters, leads, mapping, setUp, type Bench } from '../support/platform';

const RUNS = 5;

type Lead = ReturnType<typeof leads>[number];

async function byNode(bench: Bench, people: Lead[]): Promise<void> {
  const { items, error } = await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, {
      columns: mapping({
        姓名: '={{ $json.name.trim() }}',
        电话: '={{ $json.phone }}',
        地址: '={{ $json.city }} {{ $json.name }}',
      }),
    }),
    credentials: bench.credentials,
    items: people,
  });
  if (error) throw error;
  if (items[0].json.success !== people.length) throw new Error('Not all leads were taken');
}

async function byPlainJavaScript(bench: Bench, people: Lead[]): Promise<void> {
  const session = JSON.parse(
    String(bench.engine.credentials.read(bench.credentialId).sessionToken),
  ) as { userSn: string; apiKey: string };
  let task: string | undefined;
  const rows = people.map(({ name, phone, city }) => ({
    row: JSON.stringify({ 姓名: name.trim(), 电话: phone, 地址: `${city} ${name}` }),
  }));
  for (const part of chunks(rows)) {
    const parameters = {
      user_sn: session.userSn,
      api_key: session.apiKey,
      project_sn: bench.emulator.templates[0].sn,
      source: 'Spring campaign',
      client_info_json: toClientInfo(part),
      ai_user_sn: bench.emulator.aiUsers[0].user_sn,
      ...(task === undefined ? {} : { dial_task_main_sn: task }),
    };
    const url = sign(parameters, { unsigned: ['client_info_json', 'source', 'aes'] });
    const answer = await fetch(`${bench.emulator.url}/api/addJson`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json;charset=utf-8' },
      body: JSON.stringify({ ...parameters, url }),
    });
    const { code, data } = (await answer.json()) as { code: number; data: Record<string, string> };
    if (code !== 0) throw new Error(`Code ${code}`);
    task ??= data.dial_task_main_sn;
  }
}

interface Measured {
  seconds: number;
  standstillMs: number;
  grownMb: number;
}

async function measure(work: () => Promise<void>): Promise<Measured> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  delay.disable();
  clearInterval(watch);
  peak = Math.max(peak, process.memoryUsage().rss);
  return { seconds, standstillMs: delay.max / 1e6, grownMb: (peak - before) / 2 ** 20 };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function compare(count: number): Promise<void> {
  const people = leads(count);
  const bench = await setUp({ maxWaiting: Infinity });
  await byNode(bench, leads(1));
  const results: Record<'node' | 'plain', Measured[]> = { node: [], plain: [] };
  for (let run = 0; run < RUNS; run++) {
    results.node.push(await measure(async () => await byNode(bench, people)));
    results.plain.push(await measure(async () => await byPlainJavaScript(bench, people)));
  }
  await bench.close();
  const of = (way: 'node' | 'plain', figure: keyof Measured) =>
    median(results[way].map((measured) => measured[figure]));
  console.log(
    [
      String(count).padStart(7),
      `${of('node', 'seconds').toFixed(2)} s`,
      `${of('plain', 'seconds').toFixed(2)} s`,
      `${(of('node', 'seconds') / of('plain', 'seconds')).toFixed(2)} ×`,
      `${of('node', 'standstillMs').toFixed(0)} ms`,
      `${of('plain', 'standstillMs').toFixed(0)} ms`,
      `${of('node', 'grownMb').toFixed(0)} MB`,
      `${of('plain', 'grownMb').toFixed(0)} MB`,
    ].join('\t'),
  );
}

async function main() {
  console.log('  leads\tnode\tplain\tratio\tstill\tstill\tgrown\tgrown');
  const counts = process.argv.slice(2).map(Number);
  for (const count of counts.length > 0 ? counts : [30_000, 65_000]) await compare(count);
}

void main();
