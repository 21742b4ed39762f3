import MD5 from 'crypto-js/md5';
import { phpJsonEncode } from './phpJson';
import type { Params, UnicodeStyle } from '../platform/types';

/**
 * The `url` a request should have carried (API §7): JSON of all parameters but `url`, in the order
 * in which they arrived, white space dropped, MD5 in lower-case hex, 8 characters from the second.
 *
 * @param unsigned names this endpoint leaves out of the signature (API §7.5, §7.6)
 */
export function expectedSignature(
  params: Params,
  unsigned: readonly string[] = [],
  unicode: UnicodeStyle = 'escaped',
): string {
  return signatureOf(signedJson(params, unsigned, unicode));
}

/** 8 characters, from the second on, of the MD5 in lower-case hex. */
export function signatureOf(json: string): string {
  return MD5(json).toString().slice(1, 9);
}

/** What goes into the MD5. */
export function signedJson(
  params: Params,
  unsigned: readonly string[] = [],
  unicode: UnicodeStyle = 'escaped',
): string {
  const signed = Object.entries(params).filter(
    ([name]) => name !== 'url' && !unsigned.includes(name),
  );
  // The white space inside values goes too. Only ASCII: PHP's functions work on bytes.
  return phpJsonEncode(Object.fromEntries(signed), unicode).replace(/[ \t\r\n\v\f]/g, '');
}
