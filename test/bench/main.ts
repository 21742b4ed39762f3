/**
 * All measurements, or those that are named, and one table at the end. Look at the ratios: the figures of one round were
 * measured right after each other, so that they bear a machine that has other things to do.
 *
 * `BENCH_WRITE=1` also puts the tables into docs/performance.md.
 *
 *   npm run bench [-- import list download logins smallRuns stalls breakdown trigger downloadMemory]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { breakDown } from './breakdown';
import { compareDownload } from './download';
import { compareImport } from './import';
import { compareList } from './list';
import { countLogins } from './logins';
import { compareSmallRuns } from './smallRuns';
import { measureStalls } from './stalls';
import { openLab, type Lab } from './support/lab';
import { intoDocument } from './support/document';
import { table, type Head, type Line } from './support/table';

type Measurement = (lab: Lab) => Promise<Line[]>;

/** Those that need a real n8n, by the table that they belong into. */
const TABLES: Record<string, { head: Head; measurements: Record<string, Measurement> }> = {
  comparisons: {
    head: {
      what: 'what',
      against: 'against',
      figure: 'ratio, median (least–most)',
      absolute: 'medians',
      hasGoals: true,
    },
    measurements: {
      smallRuns: compareSmallRuns,
      import: compareImport,
      list: compareList,
      download: compareDownload,
      logins: countLogins,
    },
  },
  breakdown: {
    head: { what: 'what', against: 'whose code ran', figure: 'share', absolute: 'with a profiler' },
    measurements: { breakdown: breakDown },
  },
  stalls: {
    head: {
      what: 'what',
      figure: 'n8n stood still for at most',
      absolute: 'memory of the process, peak',
      hasGoals: true,
    },
    measurements: { stalls: measureStalls },
  },
};

/** Those that are programs by themselves. */
const PROGRAMS = ['downloadMemory', 'trigger'];

const lifetime = new Lifetime();

async function main(): Promise<number> {
  const inN8n = Object.values(TABLES).flatMap(({ measurements }) => Object.keys(measurements));
  const all = [...inN8n, ...PROGRAMS];
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no measurement '${unknown}', but ${all.join(', ')}.`);
    return 1;
  }
  const wanted = named.length > 0 ? all.filter((name) => named.includes(name)) : all;

  let failed = 0;
  for (const name of wanted.filter((name) => PROGRAMS.includes(name))) {
    if ((await runProgram(name)) !== 0) failed += 1;
  }
  const lab = wanted.some((name) => inN8n.includes(name)) ? await openLab(lifetime) : undefined;
  const printed: string[] = [];
  for (const [title, { head, measurements }] of Object.entries(TABLES)) {
    const lines: Line[] = [];
    for (const [name, measure] of Object.entries(measurements)) {
      if (!wanted.includes(name)) continue;
      const start = Date.now();
      console.error(name);
      lines.push(...(await measure(lab!)));
      console.error(`${name}: ${((Date.now() - start) / 60_000).toFixed(1)} min`);
    }
    if (lines.length === 0) continue;
    const written = table(lines, head);
    printed.push(`${title}\n\n${written}`);
    await intoDocument('docs/performance.md', title, written);
  }
  if (printed.length > 0) console.log(`\n${printed.join('\n\n')}`);
  return failed === 0 ? 0 : 1;
}

/** @returns its exit status */
async function runProgram(name: string): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, join(__dirname, `${name}.ts`)], {
    stdio: 'inherit',
  });
  await lifetime.add(() => void child.kill());
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}

runChecks(lifetime, main);
