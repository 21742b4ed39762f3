import { ENDPOINTS, type Endpoint } from '../../xiaoa/endpoints';
import type { RequestFacts } from '../../xiaoa/refusals';
import { MultipartUpload } from '../../xiaoa/signing/multipart';
import type { SignatureChoice } from '../../xiaoa/signing/forms';
import type { Call } from './context';

/** Characters that some servers change before they check a signature, and how to call them. */
const ODD_CHARACTERS: ReadonlyArray<readonly [pattern: RegExp, name: string]> = [
  [/\u3000/, 'U+3000 (a Chinese blank)'],
  [/\u00a0/, 'U+00A0 (a blank that does not break)'],
  [/[\u2000-\u200f\u202a-\u202f\u2060-\u2064\ufeff]/, 'an invisible one'],
  [/[\p{Cc}]/u, 'a line break, tab or another control character'],
  [/\ud83c|\ud83d|\ud83e/, 'an emoji'],
  [/&/, '&'],
  [/</, '<'],
  [/>/, '>'],
  [/"/, '"'],
  [/'/, "'"],
  [/\\/, '\\'],
];

/** What the advice on a refusal depends on. */
export function factsOf({ endpoint, parameters }: Call, signature: SignatureChoice): RequestFacts {
  const isFile = parameters instanceof MultipartUpload;
  const fields = isFile ? parameters.parameters : parameters;
  const texts = Object.values(fields).filter((value) => typeof value === 'string');
  const signed = Object.entries(fields)
    .filter(([name]) => !endpoint.unsigned.includes(name))
    .flatMap(([, value]) => (typeof value === 'string' ? [value] : []))
    .join('');
  return {
    carries: carriedBy(endpoint, isFile),
    bytes:
      texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) +
      (isFile ? parameters.file.bytes.length : 0),
    encrypted: fields.aes === true,
    nonAscii: /[^\0-\x7f]/.test(signed),
    oddCharacter: ODD_CHARACTERS.find(([pattern]) => pattern.test(signed))?.[1],
    signature,
  };
}

function carriedBy(endpoint: Endpoint, isFile: boolean): RequestFacts['carries'] {
  if (isFile) return 'excel';
  if (endpoint.path === ENDPOINTS.addJson.path) return 'contacts';
  if (endpoint.path === ENDPOINTS.operateTask.path) return 'task';
  return endpoint.answersWithFile ? 'file' : 'other';
}
