import { PLATFORM_CODES, isSignatureCode, isStaleKeyCode, SERVER_FAULT } from './codes';
import { excerpt } from './redact';

/** What decides which advice can be true of a refused request. */
export interface RequestFacts {
  /** What it carries: an Excel file, contacts as JSON, an order for a task, a question for a file, … */
  readonly carries: 'contacts' | 'excel' | 'file' | 'login' | 'other' | 'task';
  /** How much is sent, in bytes, where that is known. */
  readonly bytes?: number;
  readonly encrypted?: boolean;
  /** Whether the signed parameters hold non-ASCII characters. */
  readonly nonAscii?: boolean;
  /** A character in them of which servers are known to sign something else. */
  readonly oddCharacter?: string;
  readonly signature?: 'auto' | 'escaped' | 'raw';
  /** The login was made with an access ID. */
  readonly accessId?: boolean;
}

export interface Refusal {
  /** What happened: the meaning of the code, and what XiaoA said where that is more. */
  readonly message: string;
  /** How to get on, in full sentences. */
  readonly advice: string;
}

const LONGEST_SAYING = 300;
/** PHP takes files of 2 MB and requests of 8 MB unless somebody has raised that; nginx requests of 1 MB. */
const LARGE_BYTES = 1024 * 1024;

/** Says nothing that the code does not say. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  ['error', 'fail', 'failed', 'failure', 'false', '失败', '错误', '请求失败', '操作失败'].map(bare),
);

/**
 * A refusal in words for the user.
 *
 * @param secrets what the platform's text may repeat and nobody may see
 */
export function describeRefusal(
  { code, msg }: { readonly code: number; readonly msg: string },
  secrets: readonly string[],
  facts: RequestFacts,
): Refusal {
  const known = PLATFORM_CODES.get(code);
  const said = excerpt(msg, secrets, LONGEST_SAYING);
  if (!known) {
    return {
      message: `XiaoA refused the request${said && `: ${said}`} (code ${code})`,
      advice: `XiaoA's API document doesn't list this code. Check the node's fields${said && ' against the message'}, and ask XiaoA what the code means.`,
    };
  }
  const meaning =
    code === 20004 && facts.accessId ? 'Wrong Access ID or Access Secret' : known.meaning;
  const more = saysMore(said, known.vendorText) ? `. XiaoA said: ${said}` : '';
  return {
    message: `${meaning} (XiaoA code ${code})${more}`,
    advice: adviceOn(code, facts, more !== ''),
  };
}

/** Whether the platform's own text tells more than the code. */
function saysMore(said: string, vendorText: string): boolean {
  const words = bare(said);
  return !EMPTY_WORDS.has(words) && !bare(vendorText).includes(words);
}

/** Letters and digits alone, so that punctuation makes no difference. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function adviceOn(code: number, facts: RequestFacts, saidMore: boolean): string {
  if (isSignatureCode(code)) return onSignature(facts);
  if (isStaleKeyCode(code)) {
    if (facts.carries === 'login') {
      return `${saidMore ? "If that doesn't explain it: a" : 'A'} login needs no key, so check the Base URL in the XiaoA credential. Its path may be wrong.`;
    }
    const other =
      'another program may be signing in with this account, which replaces the key: give n8n an XiaoA account of its own';
    return saidMore
      ? `If that doesn't explain it, ${other}.`
      : `Run the workflow again. If it happens again, ${other}.`;
  }
  if (code === SERVER_FAULT) {
    return "This is on XiaoA's side. Try again later, and contact XiaoA if it happens again.";
  }
  return ADVICE.get(code)?.(facts) ?? '';
}

const ADVICE: ReadonlyMap<number, (facts: RequestFacts) => string> = new Map([
  [
    20001,
    () =>
      "Check the 'Base URL' in the XiaoA credential: a redirect, often from http to https, turns POST into GET. Enter the address that the server redirects to.",
  ],
  [
    20002,
    (facts: RequestFacts) =>
      large(facts)
        ? `The request is ${megabytes(facts)}. A server with a lower limit drops all its parameters. ${smaller(facts)}`
        : "Check the node's fields, especially dates, numbers and expressions: one of them is empty or not in the format XiaoA expects.",
  ],
  [
    20003,
    ({ accessId }: RequestFacts) =>
      `Ask XiaoA to enable the API for this account${accessId ? '' : ' (client type 2)'}, and check that the Base URL leads to XiaoA.`,
  ],
  [
    20004,
    ({ accessId }: RequestFacts) =>
      `Open the XiaoA credential, enter ${accessId ? 'the Access ID and the Access Secret' : 'the user name and the password'} again and save. The login isn't repeated automatically, so that the account isn't locked.`,
  ],
  [
    20007,
    () =>
      "Ask XiaoA to enable this endpoint for the credential's account, or choose a credential whose account can use it.",
  ],
  [
    30001,
    (facts: RequestFacts) => {
      if (facts.carries !== 'excel') return 'Check that there is at least one contact.';
      const check =
        "Check that 'Input Data Field Name' names the field with the Excel file, and that its first sheet has at least one row below the header.";
      return large(facts)
        ? `The file is ${megabytes(facts)}. A server with a lower limit reports it as empty. ${smaller(facts)} If it has few rows: ${check}`
        : check;
    },
  ],
  [
    30002,
    () =>
      "Use an .xlsx or .xls file. A CSV file can be converted with a 'Convert to File' node, or read with 'Extract From File' and sent with 'Contacts From' set to the input items.",
  ],
  [
    30003,
    ({ carries }: RequestFacts) =>
      `Check that the chosen template has columns: the operation 'Get Template Columns' of the XiaoA Template node shows them.${carries === 'excel' ? " Fill in the template's own Excel file." : ''}`,
  ],
  [
    30004,
    () =>
      'An account can have at most 300,000 contacts waiting to be called. Wait until running tasks have made their calls, or delete tasks you no longer need.',
  ],
  [
    30005,
    ({ carries }: RequestFacts) =>
      carries === 'excel'
        ? "XiaoA accepts at most 30,000 contacts per file. Split the file, or read it with an 'Extract From File' node and use the input items: the node then splits them automatically."
        : "XiaoA accepts at most 30,000 contacts per request, and some servers fewer. Lower 'Contacts per Request' in the node's options.",
  ],
  [
    30006,
    ({ carries, encrypted }: RequestFacts) => {
      if (encrypted) {
        return "XiaoA most likely couldn't decrypt the contacts: turn off 'Encrypt Contacts' and try again.";
      }
      return carries === 'excel'
        ? "Check that the file's columns match the template and that it has rows."
        : 'Check that there is at least one contact and that the columns match the template.';
    },
  ],
  [
    30008,
    () =>
      "Check the contacts' columns for a value of the wrong type, for example text where the template expects a number or a date.",
  ],
  [
    30009,
    () =>
      "Choose another 'AI User'. If the field has an expression, check that it gives the user_sn of an AI user of this account, not its name.",
  ],
  [
    30010,
    () =>
      "Check with 'Get AI Users' whether the account has AI users and whether their licenses have expired, and ask XiaoA for one.",
  ],
  [
    30011,
    () =>
      'Choose the task again from the list: it may have been deleted, or belong to another account.',
  ],
  [
    50001,
    ({ carries }: RequestFacts) =>
      carries === 'file'
        ? "XiaoA doesn't have this file any more, or it belongs to another account."
        : 'The field that names the task or record is empty. If it has an expression, check what it gives for this item.',
  ],
]);

/** A wrong signature has many causes, and the request tells which of them it can be. */
function onSignature(facts: RequestFacts): string {
  const { nonAscii, oddCharacter, signature = 'auto' } = facts;
  if (large(facts) && facts.carries === 'excel') {
    return `The file is ${megabytes(facts)}. A server with a lower upload limit drops the request's parameters, so the signature can't match. ${smaller(facts)}`;
  }
  const character =
    oddCharacter === undefined
      ? ''
      : `The likely cause is the character ${oddCharacter} in one of the values: some servers change it before they check the signature. Remove it and run this again.`;
  if (nonAscii && signature !== 'auto') {
    return `Set 'Signature Encoding' in the XiaoA credential to Automatic: servers differ in how they sign Chinese text. ${character}`.trim();
  }
  if (character !== '') return character;
  const proxy =
    "Check that the 'Base URL' leads to XiaoA itself and that no proxy changes the request";
  if (large(facts)) {
    return `${proxy}. The request is ${megabytes(facts)}: a server with a lower limit drops its parameters. ${smaller(facts)}`;
  }
  return nonAscii
    ? `${proxy}. All known ways to sign Chinese text have been tried.`
    : `${proxy}. If the server has just been updated, ask XiaoA whether its signature has changed.`;
}

function large({ bytes = 0 }: RequestFacts): boolean {
  return bytes >= LARGE_BYTES;
}

function megabytes({ bytes = 0 }: RequestFacts): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function smaller({ carries }: RequestFacts): string {
  return carries === 'excel'
    ? "Split the file, or read it with an 'Extract From File' node and use the input items, which are sent in smaller parts."
    : "Lower 'Contacts per Request' in the node's options.";
}
