import { list } from '../values';

/** The document shows no filled-in labels, only blanks where they would stand: so blanks part them too. */
const BETWEEN_LABELS = /[\s,，;；、|｜]/;

/** The labels of a call as a list, without blanks. @source API §7.10, §7.8 */
export function labelsOf(labelling: unknown): string[] {
  return list(labelling)
    .flatMap((labels) => labels.split(BETWEEN_LABELS))
    .filter((label) => label !== '');
}
