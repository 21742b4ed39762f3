import { isSignatureCode, isStaleKeyCode, SUCCESS, WRONG_FORMAT } from '../codes';
import { ENDPOINTS } from '../endpoints';
import { findEnvelope, type Envelope } from '../envelope';
import { formsFor, sendsText, type SignatureForm } from '../signing/signature';
import { signParameters, type Parameters } from '../signing/signParameters';
import type { Account } from './account';
import type { SendToPlatform } from './login';
import type { Session } from './session';

/** What came of asking a server how it signs. */
export interface Probe {
  /** The form that it has accepted. */
  readonly form?: SignatureForm;
  /** Its last refusal, where it has accepted none. */
  readonly refusal?: Envelope;
}

/**
 * A question that changes nothing and gives no row, with all that servers sign differently: Chinese text,
 * slashes and numbers (API §7.2).
 */
export const HARMLESS_QUESTION: Parameters = {
  pageIndex: 0,
  pageSize: 1,
  start_create_at: '2020-01-01',
  end_create_at: '2020-01-01',
  dial_task_main_sn: '签名/测试',
};

/**
 * Finds out in which form a server signs, by asking it something harmless in each of them until it accepts
 * one. A server that does not look at signatures accepts the first.
 *
 * @param likely the form to begin with, such as the one that the server has used before
 */
export async function probeForm(
  account: Account,
  { userSn, apiKey }: Pick<Session, 'apiKey' | 'userSn'>,
  send: SendToPlatform,
  likely?: SignatureForm,
): Promise<Probe> {
  const open = formsFor(account.signature);
  const first = open.filter((form) => form === likely);
  let refusal: Envelope | undefined;
  const malformed: SignatureForm[] = [];
  for (const form of [...first, ...open.filter((one) => one !== likely)]) {
    const signed = signParameters(ENDPOINTS.tasks, HARMLESS_QUESTION, { userSn, apiKey, form });
    const envelope = await ask(account, send, signed);
    if (!envelope || saysNothing(envelope.code)) return {};
    // Every other refusal comes after a look at the signature.
    if (isSignatureCode(envelope.code)) refusal = envelope;
    else if (envelope.code === WRONG_FORMAT) malformed.push(form);
    else return { form };
  }
  if (malformed.length === 0) return { refusal };
  // A server that wants numbers looks at them before the signature: then its refusal of the others may be a whim, and
  // whoever took one of these for right would send text for good.
  return refusal && malformed.every(sendsText) ? {} : { form: malformed[0] };
}

/** The key is looked at first, or the answer is that of something in front of the platform. */
function saysNothing(code: number): boolean {
  return isStaleKeyCode(code) || (code !== SUCCESS && Math.abs(code) < 10_000);
}

async function ask(
  { baseUrl }: Account,
  send: SendToPlatform,
  body: Parameters,
): Promise<Envelope | undefined> {
  try {
    return findEnvelope((await send(baseUrl + ENDPOINTS.tasks.path, body)).body);
  } catch {
    return undefined;
  }
}
