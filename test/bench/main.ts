/**
 * All measurements, or those that are named, and one table at the end. Look at the ratios: the figures of one round were
 * measured right after each other, so that they bear a machine that has other things to do.
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
import { table, type Line } from './support/table';

/** Those that need a real n8n. */
const COMPARISONS: Record<string, (lab: Lab) => Promise<Line[]>> = {
  smallRuns: compareSmallRuns,
  import: compareImport,
  list: compareList,
  download: compareDownload,
  logins: countLogins,
  breakdown: breakDown,
  stalls: measureStalls,
};

/** Those that are programs by themselves. */
const PROGRAMS = ['downloadMemory', 'trigger'];

const lifetime = new Lifetime();

async function main(): Promise<number> {
  const all = [...Object.keys(COMPARISONS), ...PROGRAMS];
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
  const comparisons = wanted.filter((name) => name in COMPARISONS);
  const lines: Line[] = [];
  const lab = comparisons.length > 0 ? await openLab(lifetime) : undefined;
  for (const name of comparisons) {
    const start = Date.now();
    console.error(name);
    lines.push(...(await COMPARISONS[name](lab!)));
    console.error(`${name}: ${((Date.now() - start) / 60_000).toFixed(1)} min`);
  }
  if (lines.length > 0) console.log(`\n${table(lines)}`);
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
