import type { TextAnswer } from '../wire/answer';
import type { Catalog, Manner } from './manner';

const NOTICE =
  '<br />\n<b>Notice</b>:  Undefined index: mark in <b>/data/www/xiaoa/app/Api/Controller/IndexController.class.php</b> on line <b>218</b><br />\n';
const WARNING =
  '\nWarning: array_merge(): Expected parameter 2 to be an array, null given in /data/www/xiaoa/vendor/helpers.php on line 88\n';
/** Braces and brackets that are not the answer's, and a code that is not. */
const DUMP =
  'array(2) {\n  ["code"]=>\n  int(500)\n  ["data"]=>\n  array(0) {\n  }\n}\n{"sql":"select 1","time":0.003}\n';
const TRACE =
  '\n#0 /data/www/xiaoa/index.php(21): {closure}()\n#1 {main}\n<div id="think_page_trace">{"runtime":"0.041s","reqs":"24.39req/s","code":1}</div>';

function around(before: string, after = ''): Manner {
  return { reply: (answer) => ({ ...answer, text: before + answer.text + after }) };
}

function html(manner: Manner): Manner {
  return {
    reply(answer, exchange): TextAnswer {
      const headers = { ...answer.headers, 'content-type': 'text/html; charset=UTF-8' };
      return manner.reply!({ ...answer, headers }, exchange);
    },
  };
}

/** What else is in the text of an answer, and how it arrives. */
export const TEXTS: Catalog = {
  'php-notice': {
    about: 'writes a PHP notice in HTML in front of the JSON',
    make: () => html(around(NOTICE)),
  },
  'php-warning': {
    about: 'writes a PHP warning in plain text in front of the JSON',
    make: () => around(WARNING),
  },
  'var-dump': {
    about: 'writes what a var_dump and a debug line leave in front of the JSON',
    make: () => html(around(DUMP)),
  },
  'debug-trace': {
    about: 'writes a debug trace behind the JSON',
    make: () => html(around('', TRACE)),
  },
  bom: {
    about: 'begins every JSON with a byte order mark',
    make: () => around('\uFEFF'),
  },
  'html-type': {
    about: 'calls its JSON text/html',
    make: () => html(around('')),
  },
  'code-text': {
    about: 'writes the code as text: "0", "30011"',
    make: () => ({ envelope: (envelope) => ({ ...envelope, code: String(envelope.code) }) }),
  },
  'data-text': {
    about: 'puts JSON text into data instead of the object',
    make: () => ({
      envelope: (envelope) =>
        envelope.data === undefined
          ? envelope
          : { ...envelope, data: JSON.stringify(envelope.data) },
    }),
  },
  'key-values': {
    about: 'answers data as a list of {key, value}, as one sentence of the document says',
    make: () => ({
      envelope(envelope) {
        const { data } = envelope;
        if (typeof data !== 'object' || data === null || Array.isArray(data)) return envelope;
        const pairs = Object.entries(data).map(([key, value]) => ({
          key,
          value: value as unknown,
        }));
        return { ...envelope, data: pairs };
      },
    }),
  },
  drip: {
    about: 'sends its JSON byte by byte, one each N milliseconds',
    value: 400,
    make: (dripMs) => ({ reply: (answer) => ({ ...answer, dripMs }) }),
  },
};
