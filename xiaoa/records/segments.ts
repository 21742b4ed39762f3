import { MalformedAnswer } from '../envelope';
import { exactText, text, withNulls } from '../values';
import { recordsIn } from '../lists/rows';
import { isRecord } from '../text';

/**
 * One exchange of a call: what the robot played, and what the person said to it. Every field may be
 * missing.
 *
 * @source API §7.9
 */
export interface Segment {
  /** What the robot played: a sound file of the platform. */
  vocfile?: string;
  /** Its words. */
  caption?: string;
  /** e.g. `1 打招呼+开场白` */
  title?: string;
  /** What the person said; or `nomatch`, `noinput`. */
  answer?: string;
  /** Path of the recording of the answer, as the segment download wants it. */
  fenduanluyin?: string;
  /** The call's own fields, the same in each of its segments. */
  cdr_sn?: string;
  recordpath?: string;
  recordfile?: string;
  /** Address of the server that keeps the recording. */
  ip?: string;
  port?: string | number;
  [further: string]: unknown;
}

/**
 * The segments of a call, in the order in which they were spoken, each with the fields of the call.
 * The document's sample is malformed: `data` may be the object or a list that holds it.
 *
 * @throws {MalformedAnswer} when it is neither
 * @source API §7.9
 */
export function segmentsOf(data: unknown): Segment[] {
  const calls = recordsIn(data) ?? (isRecord(data) ? [data] : undefined);
  if (calls === undefined) throw new MalformedAnswer(data);
  return calls.flatMap(({ fragment, ...call }) =>
    fragmentsOf(fragment).map((segment) => ({ ...call, ...segment })),
  );
}

/** Some servers give a list in a list, and one fragment may come without a list. */
function fragmentsOf(fragment: unknown): Segment[] {
  const listed = recordsIn(fragment);
  if (listed) return listed;
  if (Array.isArray(fragment)) return fragment.filter(isRecord);
  if (!isRecord(fragment)) return [];
  const values = Object.values(fragment);
  return values.every(isRecord) ? values : [fragment];
}

/** A segment with its fields named as in a transcript. */
export interface SimplifiedSegment {
  /** e.g. `1 打招呼+开场白` */
  title: string | null;
  /** the robot's words; where the platform has none, its sound file */
  played: string | null;
  /** what the person said; or `nomatch`, `noinput` */
  said: string | null;
  /** path of the recording of the answer, as the segment download wants it */
  recording: string | null;
  cdrSn: string | null;
  /** `ip:port` of the server that keeps the recording, for Recording Server */
  recordingServer: string | null;
}

/** The fields of a segment that workflows use. Whatever is missing is null. */
export function simplifySegment(segment: Segment): SimplifiedSegment {
  return withNulls({
    title: text(segment.title),
    played: text(segment.caption) ?? text(segment.vocfile),
    said: text(segment.answer),
    recording: exactText(segment.fenduanluyin),
    cdrSn: text(segment.cdr_sn),
    recordingServer: serverOf(segment),
  });
}

function serverOf({ ip, port }: Segment): string | undefined {
  const [host, number] = [text(ip), text(port)];
  return host === undefined || number === undefined || number === '0' ? host : `${host}:${number}`;
}
