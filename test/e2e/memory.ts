import { readFile, writeFile } from 'node:fs/promises';

/** Megabytes. */
export interface Growth {
  readonly before: number;
  readonly grown: number;
}

/** Counts the peak of a process's memory anew from here on. Linux tells it. */
export async function watchPeak(pid: number): Promise<() => Promise<Growth>> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
  const before = await megabytes(pid, 'VmHWM');
  return async () => ({ before, grown: (await megabytes(pid, 'VmHWM')) - before });
}

/** What a process holds in memory now. */
export async function residentMegabytes(pid: number): Promise<number> {
  return await megabytes(pid, 'VmRSS');
}

async function megabytes(pid: number, name: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text) ?? [];
  return Number(kilobytes) / 1024;
}
