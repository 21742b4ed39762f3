import { compactStamp, shanghaiText, shanghaiToMs } from './clock';
import type { Line, SampleTemplate } from './templates';
import type { CrmRow } from './types';

/** One turn of a call, as talk_info and cdrshow tell it. */
export interface Turn {
  /** Id or path of what the robot played. */
  played: string;
  /** The person's words, or `noinput`, `nomatch`, `BasedPTheEnd`. */
  said: string;
  /** Path of the recording of the answer. */
  recording: string;
}

type Call = Pick<CrmRow, 'phone' | 'cdr_sn' | 'connected_at' | 'talktimes'>;

/** `##<played>@@<said>#@<recording>` for each turn (API §7.10). */
export function writeTalkInfo(call: Call, template: SampleTemplate, said: string[]): string {
  const start = shanghaiToMs(call.connected_at);
  const secondsPerTurn = call.talktimes / Math.max(1, said.length);
  return said
    .map((words, index) => {
      const at = shanghaiText(start + Math.floor(index * secondsPerTurn) * 1000);
      return `##${playedName(template.lines, index)}@@${words}#@${segmentFile(call, at)}`;
    })
    .join('');
}

/** The opening goes by its bare id, as in the document's sample; all else by its path. */
function playedName(lines: Line[], index: number): string {
  const { vocfile } = lines[index];
  return index === 0 ? vocfile.split('/').slice(-2)[0] : vocfile;
}

function segmentFile(call: Call, at: string): string {
  const stamp = compactStamp(at);
  return `/home/record/${stamp.slice(0, 8)}/fenduan_${stamp}_asr_ques_keya_${call.phone}_${call.cdr_sn}.wav`;
}

/** `/20180419/20180419154646_15999679436_15999679436_<cdr_sn>.wav` */
export function recordingFile(call: Omit<Call, 'talktimes'>): string {
  const stamp = compactStamp(call.connected_at);
  return `/${stamp.slice(0, 8)}/${stamp}_${call.phone}_${call.phone}_${call.cdr_sn}.wav`;
}

export function readTalkInfo(talkInfo: string): Turn[] {
  return talkInfo
    .split('##')
    .slice(1)
    .map((turn) => {
      const [played, rest = ''] = splitOnce(turn, '@@');
      const [said, recording = ''] = splitOnce(rest, '#@');
      return { played, said, recording };
    });
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** The line of the script that a turn's `played` stands for. */
export function lineOf(template: SampleTemplate | undefined, played: string): Line | undefined {
  return template?.lines.find(
    (line, index) => line.vocfile === played || (index === 0 && playedName([line], 0) === played),
  );
}
