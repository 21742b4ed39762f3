/** One turn of a call. */
export interface Turn {
  /** What the robot played: an id, or the path of a sound file. */
  played: string;
  /** What the person said; or `noinput`, `nomatch`, `BasedPTheEnd`, as the platform has it. */
  said: string;
  /** The path of the recording of the answer, as the segment download wants it. */
  recording: string;
}

/**
 * Where a turn begins. An answer may end with '#', which together with the '#@' behind it looks
 * like a beginning, but one that is followed by a single '@'.
 */
const TURN_START = /##(?!#{0,3}@(?!@))/;
const SAID = '@@';
const RECORDING = '#@';

/**
 * Takes `talk_info` (or `asr_a`) apart: one turn after another, each
 * `##<played>@@<said>#@<recording>`. Missing parts are '', anything but text has no turns.
 * Never throws.
 *
 * @source API §7.10, §7.8
 */
export function parseTranscript(talkInfo: unknown): Turn[] {
  if (typeof talkInfo !== 'string') return [];
  const [before, ...turns] = unbroken(talkInfo).split(TURN_START);
  // Text before the first mark is a turn only if it looks like one.
  const all = before.includes(SAID) || before.includes(RECORDING) ? [before, ...turns] : turns;
  return all.filter((turn) => turn.trim() !== '').map(parseTurn);
}

/** Copies of the document break long lines in the middle of words. */
function unbroken(talkInfo: string): string {
  return talkInfo
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .join('');
}

function parseTurn(turn: string): Turn {
  // The recording is a path: the last mark is the one before it, whatever was said.
  const [spoken, recording] = cut(turn, turn.lastIndexOf(RECORDING), RECORDING);
  const [played, said] = cut(spoken, spoken.indexOf(SAID), SAID);
  return { played, said, recording };
}

function cut(text: string, at: number, mark: string): [before: string, after: string] {
  return at < 0
    ? [text.trim(), '']
    : [text.slice(0, at).trim(), text.slice(at + mark.length).trim()];
}

/** What the platform writes where a person gave no answer that it understood (API §7.10). */
const NO_WORDS: ReadonlyMap<string, string> = new Map([
  ['noinput', '(says nothing)'],
  ['nomatch', '(not understood)'],
  ['BasedPTheEnd', '(listens to the end)'],
  ['', '(no answer)'],
]);

/** A sound file or an id stands where the robot's words are not known. */
const SOUND = /^[\w./\\:-]+$/;

/**
 * A transcript that people and language models can read: two lines a turn. What the robot said comes as the name of
 * its sound in brackets, because the platform gives no more.
 *
 * @returns nothing for a call without turns
 */
export function transcriptText(turns: readonly Turn[]): string | null {
  if (turns.length === 0) return null;
  const lines: string[] = [];
  for (const { played, said } of turns) {
    if (played !== '') lines.push(`Robot: ${robotLine(played)}`);
    lines.push(`Customer: ${NO_WORDS.get(said) ?? said}`);
  }
  return lines.join('\n');
}

function robotLine(played: string): string {
  if (!SOUND.test(played)) return played;
  const name = played.slice(Math.max(played.lastIndexOf('/'), played.lastIndexOf('\\')) + 1);
  return `[${name.replace(/\.\w{2,4}$/, '') || played}]`;
}
