import { toIso } from '../shanghaiTime';
import { endReasonInEnglish } from './endReasons';
import { exactText, identifier, number, text, withNulls } from '../values';
import { labelsOf } from './labels';
import { parseTranscript, transcriptText, type Turn } from './transcript';

/** A row of the older table of calls, named like a CRM record wherever it tells the same. @source API §7.8 */
export interface SimplifiedCallRecord {
  id: number | string | null;
  cdrSn: string | null;
  /** any other as the platform has it */
  direction: 'inbound' | 'outbound' | string | null;
  caller: string | null;
  callee: string | null;
  aiUser: string | null;
  aiUserSn: string | null;
  /** ISO 8601 with +08:00 */
  connectedAt: string | null;
  talkSeconds: number | null;
  ringSeconds: number | null;
  /** as the platform has it */
  endReason: string | null;
  endReasonEnglish: string | null;
  score: number | null;
  labels: string[];
  questionCount: number | null;
  templateSn: string | null;
  /** the task's sn */
  task: string | null;
  transcript: Turn[];
  transcriptText: string | null;
  recordPath: string | null;
  recordFile: string | null;
}

const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['0', 'outbound'],
  ['1', 'inbound'],
]);

/** The fields of a call that workflows use. Whatever is missing is null or an empty list. */
export function simplifyCallRecord(row: Record<string, unknown>): SimplifiedCallRecord {
  const direction = text(row.direction);
  const endReason = text(row.endreason);
  const transcript = parseTranscript(row.asr_a ?? row.talk_info);
  return withNulls({
    id: identifier(row.cdr_id),
    cdrSn: text(row.cdr_sn),
    direction: direction && (DIRECTIONS.get(direction) ?? direction),
    caller: text(row.caller),
    callee: text(row.callee),
    aiUser: text(row.user_name),
    aiUserSn: text(row.user_sn),
    connectedAt: toIso(row.connected_at),
    talkSeconds: number(row.talktimes),
    ringSeconds: number(row.ringtimes),
    endReason,
    endReasonEnglish: endReasonInEnglish(endReason),
    score: number(row.asr_c),
    labels: labelsOf(row.asr_b),
    questionCount: number(row.asr_d),
    templateSn: text(row.project_sn),
    task: text(row.dial_task_main_sn),
    transcript,
    transcriptText: transcriptText(transcript),
    recordPath: exactText(row.recordpath),
    recordFile: exactText(row.recordfile),
  });
}
