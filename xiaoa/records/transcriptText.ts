import type { Turn } from './transcript';

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
  return turns
    .flatMap(({ played, said }) => [
      ...(played === '' ? [] : [`Robot: ${robotLine(played)}`]),
      `Customer: ${NO_WORDS.get(said) ?? said}`,
    ])
    .join('\n');
}

function robotLine(played: string): string {
  if (!SOUND.test(played)) return played;
  const name = played.slice(Math.max(played.lastIndexOf('/'), played.lastIndexOf('\\')) + 1);
  return `[${name.replace(/\.\w{2,4}$/, '') || played}]`;
}
