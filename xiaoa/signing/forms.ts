import type { SignatureEncoding } from './signature';

/**
 * How a server wants requests to be signed. The API document does not settle it, so there are four ways:
 * non-ASCII characters as `\uXXXX` or as they are, and parameters sent as text, as all of the vendor's samples
 * do, or numbers and switches as such.
 */
export type SignatureForm = 'escaped' | 'escapedTyped' | 'raw' | 'rawTyped';

/** What the user has chosen in the credential. */
export type SignatureChoice = SignatureEncoding | 'auto';

/** Every form, the likeliest first. */
export const FORMS: readonly SignatureForm[] = ['escaped', 'raw', 'escapedTyped', 'rawTyped'];

/** The forms that a choice leaves open, the likeliest first. */
export function formsFor(choice: SignatureChoice): readonly SignatureForm[] {
  return choice === 'auto' ? FORMS : FORMS.filter((form) => encodingOf(form) === choice);
}

export function encodingOf(form: SignatureForm): SignatureEncoding {
  return form.startsWith('raw') ? 'raw' : 'escaped';
}

/** Whether parameters are sent as text, whatever they are. */
export function sendsText(form: SignatureForm): boolean {
  return !form.endsWith('Typed');
}

export function isForm(value: unknown): value is SignatureForm {
  return FORMS.includes(value as SignatureForm);
}
