import { toIso } from '../shanghaiTime';
import { exactText, identifier, number, text, withNulls, labelsOf } from '../values';
import { endReasonInEnglish } from './callEnd';
import { parseTranscript, transcriptText } from './transcript';

/** A row of the older table of calls, named like a CRM record wherever it tells the same. @source API §7.8 */
export interface SimplifiedCallRecord {
  callee: string | null;
  caller: string | null;
  /** any other as the platform has it */
  direction: 'inbound' | 'outbound' | string | null;
  score: number | null;
  labels: string[];
  /** as the platform has it */
  endReason: string | null;
  endReasonEnglish: string | null;
  talkSeconds: number | null;
  ringSeconds: number | null;
  /** ISO 8601 with +08:00 */
  connectedAt: string | null;
  endedAt: string | null;
  transcriptText: string | null;
  questionCount: number | null;
  aiUser: string | null;
  aiUserSn: string | null;
  templateSn: string | null;
  /** the task's sn */
  task: string | null;
  id: number | string | null;
  recordPath: string | null;
  recordFile: string | null;
  cdrSn: string | null;
}

const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['0', 'outbound'],
  ['1', 'inbound'],
]);

/**
 * The fields of a call that workflows use. Whatever is missing is null or an empty list.
 *
 * @param asked the task that the list was filtered by, for rows that do not say
 */
export function simplifyCallRecord(
  row: Record<string, unknown>,
  asked: { dial_task_main_sn?: unknown } = {},
): SimplifiedCallRecord {
  const direction = text(row.direction);
  const endReason = text(row.endreason);
  return withNulls({
    callee: text(row.callee),
    caller: text(row.caller),
    direction: direction && (DIRECTIONS.get(direction) ?? direction),
    score: number(row.asr_c),
    labels: labelsOf(row.asr_b),
    endReason,
    endReasonEnglish: endReasonInEnglish(endReason),
    talkSeconds: number(row.talktimes),
    ringSeconds: number(row.ringtimes),
    connectedAt: toIso(row.connected_at),
    endedAt: toIso(row.disconnected_at),
    transcriptText: transcriptText(parseTranscript(row.asr_a ?? row.talk_info)),
    questionCount: number(row.asr_d),
    aiUser: text(row.user_name),
    aiUserSn: text(row.user_sn),
    templateSn: text(row.project_sn),
    task: text(row.dial_task_main_sn) ?? text(asked.dial_task_main_sn),
    id: identifier(row.cdr_id),
    recordPath: exactText(row.recordpath),
    recordFile: exactText(row.recordfile),
    cdrSn: text(row.cdr_sn),
  });
}
