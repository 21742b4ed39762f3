import { toIso } from '../shanghaiTime';
import { endReasonInEnglish } from './endReasons';
import { exactText, identifier, number, text, withNulls } from '../values';
import { labelsOf } from './labels';
import { parseTranscript, transcriptText, type Turn } from './transcript';

/** A customer record of the CRM, one call and what came of it: its fields named, typed and taken apart. @source API §7.10 */
export interface SimplifiedCrmRecord {
  id: number | string | null;
  sn: string | null;
  phone: string | null;
  name: string | null;
  company: string | null;
  /** ISO 8601 with +08:00 */
  connectedAt: string | null;
  talkSeconds: number | null;
  /** as the platform has it */
  endReason: string | null;
  endReasonEnglish: string | null;
  score: number | null;
  labels: string[];
  category: string | null;
  questionCount: number | null;
  /** the template's title */
  template: string | null;
  /** the task's sn, where the platform gives one */
  task: string | null;
  transcript: Turn[];
  /** the transcript as one text, two lines a turn */
  transcriptText: string | null;
  recordPath: string | null;
  recordFile: string | null;
  cdrSn: string | null;
}

/** The fields of a record that workflows use. Whatever is missing is null or an empty list. */
export function simplifyCrmRecord(row: Record<string, unknown>): SimplifiedCrmRecord {
  const endReason = text(row.endreason);
  const transcript = parseTranscript(row.talk_info);
  return withNulls({
    id: identifier(row.id),
    sn: text(row.sn),
    phone: text(row.phone),
    name: text(row.name),
    company: text(row.unit),
    connectedAt: toIso(row.connected_at),
    talkSeconds: number(row.talktimes),
    endReason,
    endReasonEnglish: endReasonInEnglish(endReason),
    score: number(row.score),
    labels: labelsOf(row.labelling),
    category: text(row.status),
    questionCount: number(row.asks_count),
    template: text(row.project_caption),
    task: text(row.dial_task_main_sn),
    transcript,
    transcriptText: transcriptText(transcript),
    recordPath: exactText(row.recordpath),
    recordFile: exactText(row.recordfile),
    cdrSn: text(row.cdr_sn),
  });
}
