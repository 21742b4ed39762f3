import type { IDataObject } from 'n8n-workflow';

import type { CrmRecord } from '../../../emulator';
import { runNode, type Place } from '../place';

const byPhone = (a: IDataObject, b: IDataObject) => (String(a.phone) < String(b.phone) ? -1 : 1);
const blanks = (labels: string | null) => (labels ?? '').split(' ').filter((label) => label !== '');

export const CRM = { resource: 'crmRecord', operation: 'getAll', returnAll: true, simplify: true };

export async function crm(place: Place, filters: object = {}): Promise<IDataObject[]> {
  const items = await runNode(place, 'xiaoACrm', { ...CRM, filters });
  return items
    .map(({ json: { name, phone, score, labels, talkSeconds } }) => ({
      name,
      phone,
      score,
      labels,
      talkSeconds,
    }))
    .sort(byPhone);
}

export function expected(records: readonly CrmRecord[]): IDataObject[] {
  return records
    .map(({ name, phone, score, labelling, talktimes }) => ({
      name,
      phone,
      score,
      labels: blanks(labelling),
      talkSeconds: talktimes,
    }))
    .sort(byPhone);
}
