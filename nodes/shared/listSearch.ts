import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { simplifyAiUser } from '../../xiaoa/records/aiUser';
import { simplifyTask } from '../../xiaoa/records/task';
import { addDays, parseUserTime, shanghaiDay } from '../../xiaoa/shanghaiTime';
import { text } from '../../xiaoa/values';
import { AI_USERS, readRows, TASKS, TEMPLATES, type Listing, type Query, type Row } from './lists';
import { periodQuery } from './period';

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** Somebody is waiting in front of the list; each page may take so long. */
const PATIENCE_MS = 30_000;

/**
 * Loads a dropdown from one of the platform's lists, all pages of it, filtered by what the user typed.
 *
 * @param toChoice gives nothing for rows that cannot be chosen
 */
function searchOf(
  listing: Listing,
  toChoice: (row: Row) => Choice | undefined,
  query: () => Query = () => ({ parameters: {} }),
) {
  return async function (
    this: ILoadOptionsFunctions,
    filter?: string,
  ): Promise<INodeListSearchResult> {
    const rows = await readRows(this, listing, query(), { connection: { timeout: PATIENCE_MS } });
    const wanted = filter?.trim().toLowerCase() ?? '';
    const results = rows
      .map(toChoice)
      .filter((choice) => choice !== undefined)
      .filter(({ name, value }) => `${name}\n${value}`.toLowerCase().includes(wanted));
    return { results };
  };
}

export const searchTemplates = searchOf(TEMPLATES, (row) => {
  const value = text(row.sn);
  if (value === undefined) return undefined;
  return { value, name: text(row.project_caption) ?? text(row.project_name) ?? value };
});

export const searchAiUsers = searchOf(AI_USERS, (row) => {
  const value = text(row.user_sn);
  if (value === undefined) return undefined;
  const { expiresOn, ...user } = simplifyAiUser(row);
  const name = user.name ?? value;
  const known = user.contact && user.contact !== name ? `${name} (${user.contact})` : name;
  const hasExpired = expiresOn !== null && expiresOn < shanghaiDay(Date.now());
  return { value, name: hasExpired ? `${known} · expired ${expiresOn}` : known };
});

/** Tasks that someone may still want to choose: a task of the day alone would leave most lists empty. */
const DAYS = 30;

export const searchTasks = searchBy('dial_task_main_sn');

export const searchTaskIds = searchBy('dial_task_main_id');

function searchBy(idField: string) {
  return searchOf(
    TASKS,
    (row) => {
      const value = text(row[idField]);
      if (value === undefined) return undefined;
      const { name, createdAt } = simplifyTask(row);
      // n8n keeps the name in the workflow, so it holds nothing that changes.
      const made = createdAt?.slice(0, 16).replace('T', ' ');
      return { value, name: [name ?? value, made].filter(Boolean).join(' · ') };
    },
    () => {
      const now = Date.now();
      const after = parseUserTime(addDays(shanghaiDay(now), 1 - DAYS));
      return periodQuery({ after }, 'created_at', now);
    },
  );
}
