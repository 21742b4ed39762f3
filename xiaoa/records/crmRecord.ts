import { toIso } from '../shanghaiTime';
import { exactText, identifier, number, text, withNulls, labelsOf } from '../values';
import { endReasonInEnglish } from './callEnd';
import { parseTranscript, transcriptText, type Turn } from './transcript';

/** A record of the CRM, one call and what came of it: its fields named, typed and taken apart. @source API §7.10 */
export interface SimplifiedCrmRecord {
  name: string | null;
  phone: string | null;
  score: number | null;
  category: string | null;
  labels: string[];
  /** as the platform has it */
  endReason: string | null;
  endReasonEnglish: string | null;
  talkSeconds: number | null;
  /** ISO 8601 with +08:00 */
  connectedAt: string | null;
  endedAt: string | null;
  /** the transcript as one text, two lines a turn */
  transcriptText: string | null;
  questionCount: number | null;
  company: string | null;
  address: string | null;
  /** the template's title */
  template: string | null;
  /** the task's sn */
  task: string | null;
  /** the name of the robot account that called */
  aiUser: string | null;
  id: number | string | null;
  sn: string | null;
  recordPath: string | null;
  recordFile: string | null;
  cdrSn: string | null;
  /** only where it was asked for */
  transcript?: Turn[];
}

/** What the list was asked for. */
export interface CrmOutput {
  /** the sn of the task, for rows that do not say */
  readonly dial_task_main_sn?: unknown;
  readonly includeTranscriptTurns?: unknown;
}

/**
 * The fields of a record that workflows use, in the order in which people read them. Whatever is missing is null or
 * an empty list.
 */
export function simplifyCrmRecord(
  row: Record<string, unknown>,
  asked: CrmOutput = {},
): SimplifiedCrmRecord {
  const endReason = text(row.endreason);
  const transcript = parseTranscript(row.talk_info);
  const record = withNulls({
    name: text(row.name),
    phone: text(row.phone),
    score: number(row.score),
    category: text(row.status),
    labels: labelsOf(row.labelling),
    endReason,
    endReasonEnglish: endReasonInEnglish(endReason),
    talkSeconds: number(row.talktimes),
    connectedAt: toIso(row.connected_at),
    endedAt: toIso(row.disconnected_at),
    transcriptText: transcriptText(transcript),
    questionCount: number(row.asks_count),
    company: text(row.unit),
    address: text(row.address),
    template: text(row.project_caption),
    task: text(row.dial_task_main_sn) ?? text(asked.dial_task_main_sn),
    aiUser: text(row.user_name),
    id: identifier(row.id),
    sn: text(row.sn),
    recordPath: exactText(row.recordpath),
    recordFile: exactText(row.recordfile),
    cdrSn: text(row.cdr_sn),
  });
  return asked.includeTranscriptTurns === true ? { ...record, transcript } : record;
}
