import { readFile } from 'node:fs/promises';

/** How Linux counts processor time. */
const TICKS_PER_SECOND = 100;

/** The time that processes have spent on a processor since they began, in user and system mode. */
export async function cpuSeconds(pids: number[]): Promise<number> {
  const ticks = await Promise.all(
    pids.map(async (pid) => {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
      return Number(fields[11]) + Number(fields[12]);
    }),
  );
  return ticks.reduce((sum, some) => sum + some, 0) / TICKS_PER_SECOND;
}
