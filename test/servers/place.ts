import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CrmRecord } from '../../emulator';
import { setUp, type Bench } from '../support/platform';
import type { ServerRow } from './rows';

/** A server with its manners, people's records and tasks on it, and a credential for it. */
export interface Place extends Bench {
  /** Its records before anything is run, by phone. */
  readonly records: CrmRecord[];
  /** One that was answered, with a recording. */
  readonly answered: CrmRecord;
  /** Bytes that Excel files are to have beside their contacts. */
  readonly excelPadding: number;
}

/** More than one page of a server that gives fifty rows at a time. */
const RECORDS = 120;
const HOUR = 3_600_000;

function sampleRecords(now: number): Array<Partial<CrmRecord>> {
  // Over two days, so that no midnight can come between.
  return Array.from({ length: RECORDS }, (_, index) => ({
    phone: String(13_600_000_000 + index),
    connected_at: shanghai(now - 2 * HOUR - index * 0.4 * HOUR),
    talktimes: index % 4 === 3 ? 0 : 10 + index,
    ...(index % 4 === 3 ? { score: null } : { score: (index * 7) % 101 }),
    labelling: index % 3 === 0 ? '有意向 加微信' : '      ',
  }));
}

export function shanghai(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().slice(0, 19).replace('T', ' ');
}

export async function openPlace(row: ServerRow): Promise<Place> {
  const bench = await setUp();
  const { emulator, engine, credentialId } = bench;
  const records = emulator.addCrmRecords(sampleRecords(Date.now()));
  const people = [{ 姓名: '王芳', 电话: '13500135000' }];
  for (const state of ['sending', 'sent', 'paused', 'paused', 'sent', 'sending'] as const) {
    const task = emulator.addTask({ source: `${state} ${emulator.tasks.length}`, state });
    if (emulator.tasks.length > 4)
      emulator.addTask({ source: `people ${task.source}`, contacts: people, state });
  }
  emulator.configure({ ...row.configure, manners: row.manners });
  engine.credentials.edit(credentialId, (await row.credential?.(emulator)) ?? {});
  return { ...bench, records, answered: records[0], excelPadding: row.excelPadding ?? 0 };
}

export async function runNode(
  { engine, credentials }: Place,
  type: string,
  parameters: object,
  input: { items?: IDataObject[]; binaries?: never } = {},
): Promise<INodeExecutionData[]> {
  const { items, error } = await engine.runNode({
    type,
    parameters: parameters as never,
    credentials,
    ...input,
  });
  if (error) throw error;
  return items;
}
