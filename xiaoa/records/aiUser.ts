import { toIso } from '../shanghaiTime';
import { list, number, text, withNulls } from '../values';

/** A span of the day in which an AI user may call, `HH:MM:SS` in Shanghai. */
export interface CallingHours {
  from: string;
  to: string;
}

/** An AI user with its fields named and taken apart. @source API §7.3 */
export interface SimplifiedAiUser {
  /** `SYSUSER|…` */
  sn: string | null;
  name: string | null;
  contact: string | null;
  /** how many calls it can make at a time */
  maxCalls: number | null;
  /** up to four spans; none means that the platform sets no hours */
  callingHours: CallingHours[];
  /** the number that callees see, where one is set */
  displayPhone: string | null;
  /** sns of the templates it may use */
  templateSns: string[];
  /** day on which its licence ends, `YYYY-MM-DD` */
  expiresOn: string | null;
}

const SPANS = ['one', 'two', 'three', 'four'];

/** The fields of an AI user that workflows use. Whatever is missing is null or an empty list. */
export function simplifyAiUser(row: Record<string, unknown>): SimplifiedAiUser {
  return withNulls({
    sn: text(row.user_sn),
    name: text(row.user_name),
    contact: text(row.contact),
    maxCalls: number(row.max_call_count),
    callingHours: SPANS.flatMap((span) => {
      const from = text(row[`start_at_${span}`]);
      const to = text(row[`end_at_${span}`]);
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
    displayPhone: text(row.display_phone),
    templateSns: list(row.project_sn),
    expiresOn: toIso(row.expired)?.slice(0, 10),
  });
}
