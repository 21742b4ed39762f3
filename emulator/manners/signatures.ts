import { PlatformError } from '../platform/codes';
import type { Params } from '../platform/types';
import type { Catalog } from './manner';

const NUMBERS = new Set([
  'pageIndex',
  'pageSize',
  'status',
  'score',
  'asks_count',
  'talktimes_min',
  'talktimes_max',
  'asr_c',
  'asr_d',
  'project_type',
  'pkeys',
]);

function mapped(params: Params, change: (value: unknown, name: string) => unknown): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, change(value, name)]),
  );
}

const isDigits = (value: unknown) => typeof value === 'string' && /^\d{1,15}$/.test(value);

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

/** How a server computes the `url` it compares with. */
export const SIGNATURES: Catalog = {
  'signs-raw': {
    about: 'signs characters as they are (JSON_UNESCAPED_UNICODE), not as \\uXXXX',
    make: () => ({ behaviour: { signatureEncoding: 'raw' } }),
  },
  'numbers-as-text': {
    about: 'makes text of every number before it signs, as PHP does with form values',
    make: () => ({
      signed: (params) =>
        mapped(params, (value) => (typeof value === 'number' ? String(value) : value)),
    }),
  },
  'numbers-as-numbers': {
    about: 'makes numbers of pageIndex, pageSize, pkeys and the like before it signs',
    make: () => ({
      signed: (params) =>
        mapped(params, (value, name) =>
          NUMBERS.has(name) && isDigits(value) ? Number(value) : value,
        ),
    }),
  },
  'demands-numbers': {
    about: 'refuses pageIndex, pageSize, pkeys and the like as text (20002)',
    make: () => ({
      received(params, { endpoint }) {
        const isJson = endpoint !== 'addExcel';
        const wrong = Object.entries(params).some(
          ([name, value]) => NUMBERS.has(name) && isDigits(value),
        );
        if (isJson && wrong) throw new PlatformError(20002);
        return params;
      },
    }),
  },
  'signs-html': {
    about: 'turns & < > and quotes into HTML entities before it signs',
    make: () => ({
      signed: (params) =>
        mapped(params, (value) =>
          typeof value === 'string' ? value.replace(/[&<>"']/g, (sign) => ENTITIES[sign]) : value,
        ),
    }),
  },
  'drops-wide-blanks': {
    about: 'drops the wide blank U+3000 before it signs (shows with signs-raw only)',
    make: () => ({ signedJson: (json) => json.replaceAll('\u3000', '') }),
  },
  'code-100001': {
    about: 'calls a wrong signature 100001 instead of 10001',
    make: () => ({
      envelope: (envelope) => (envelope.code === 10001 ? { ...envelope, code: 100001 } : envelope),
    }),
  },
};
