import { isRecord } from '../xiaoa/text';

/**
 * A form as n8n's HTTP Request node makes it, with the package form-data. That has no way to read a form: what it has
 * queued is a header, a value and an end for each part.
 */
export interface QueuedForm {
  readonly _streams: readonly unknown[];
  /** Bytes of all values. */
  readonly _valueLength?: number;
  readonly constructor: new () => QueuedForm;
  append(name: string, value: unknown, options?: object): void;
}

interface Part {
  readonly name: string;
  readonly value: unknown;
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
}

export function isQueuedForm(value: unknown): value is QueuedForm {
  return isRecord(value) && Array.isArray(value._streams) && typeof value.append === 'function';
}

/** The fields of text, which are signed. Files are not (API §7.5). */
export function textsOf(form: QueuedForm): Record<string, string> {
  const texts = partsOf(form).filter(isText);
  return Object.fromEntries(texts.map(({ name, value }) => [name, value]));
}

/** A form with these texts, in this order, and the files of the given one, which is left as it is. */
export function withTexts(form: QueuedForm, texts: Record<string, unknown>): QueuedForm {
  const signed = new form.constructor();
  for (const [name, value] of Object.entries(texts)) signed.append(name, String(value));
  const parts = partsOf(form);
  const files = parts.filter((part) => !isText(part));
  const textBytes = parts.filter(isText).reduce((sum, { value }) => sum + bytesOf(value), 0);
  const knownLength = files.length === 1 ? (form._valueLength ?? 0) - textBytes : 0;
  for (const { name, value, fileName, contentType } of files) {
    signed.append(name, value, {
      filename: fileName ?? 'file',
      contentType,
      ...(knownLength > 0 ? { knownLength } : {}),
    });
  }
  return signed;
}

function partsOf({ _streams: queue }: QueuedForm): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at + 1 < queue.length; at += 3) {
    const header = String(queue[at]);
    const name = between(header, ' name="', '"');
    if (name === undefined) continue;
    parts.push({
      name,
      value: queue[at + 1],
      fileName: between(header, ' filename="', '"'),
      contentType: between(header, '\r\nContent-Type: ', '\r\n'),
    });
  }
  return parts;
}

function isText(part: Part): part is Part & { value: string } {
  return typeof part.value === 'string' && part.fileName === undefined;
}

function between(text: string, before: string, after: string): string | undefined {
  const start = text.indexOf(before);
  if (start < 0) return undefined;
  const end = text.indexOf(after, start + before.length);
  return end < 0 ? undefined : text.slice(start + before.length, end);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
