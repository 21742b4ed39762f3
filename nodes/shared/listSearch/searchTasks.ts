import { addDays, shanghaiDay } from '../../../xiaoa/shanghaiTime';
import { simplifyTask } from '../../../xiaoa/records/task';
import { periodQuery } from '../period';
import { text } from '../../../xiaoa/values';
import { TASKS } from '../listings/tasks';
import { searchOf } from './search';

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
      const { name, createdAt, status, percent } = simplifyTask(row);
      const details = [
        createdAt?.slice(0, 16).replace('T', ' '),
        status,
        percent === null ? undefined : `${percent}% called`,
      ];
      return { value, name: [name ?? value, ...details].filter(Boolean).join(' · ') };
    },
    () => {
      const now = Date.now();
      return periodQuery({ after: addDays(shanghaiDay(now), 1 - DAYS) }, 'created_at', now);
    },
  );
}
