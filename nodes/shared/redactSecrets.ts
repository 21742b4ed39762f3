import { redact } from '../../xiaoa/redact';
import { parseSession } from '../../xiaoa/session/session';
import { CREDENTIAL_TYPE, type TransportContext } from './context';

/**
 * Text from outside that is to be shown: an answer may repeat what was sent, and so hold the key or the
 * password. Our own words are left alone, since a password may be one of them.
 */
export async function foreignText(context: TransportContext, text: string): Promise<string> {
  return redact(text, await secretsOf(context));
}

/** The password and the stored key. */
export async function secretsOf(context: TransportContext): Promise<string[]> {
  try {
    const credentials = await context.getCredentials(CREDENTIAL_TYPE);
    const apiKey = parseSession(credentials.sessionToken)?.apiKey;
    return [String(credentials.password ?? ''), apiKey ?? ''];
  } catch {
    return []; // No credential, hence no secret that could have come back.
  }
}
