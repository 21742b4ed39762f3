import { CompoundFile, isCompoundFile } from './compoundFile';
import { decodeText } from './textTable';
import { isXlsEncrypted } from './xls';
import { ZipArchive } from './zip';

/** What a file is, by its content. */
export type FileKind =
  /** Workbooks that XiaoA takes (API §5, code 30002). */
  | { readonly kind: 'xlsx' }
  | { readonly kind: 'xls' }
  /**
   * Anything else; tables in HTML and CSV are often taken for workbooks. `what` completes "The file is …",
   * `advice` says what to do.
   */
  | { readonly kind: 'html' | 'csv' | 'other'; readonly what: string; readonly advice: string };

const SAVE = 'Open it in Excel and save it as an Excel workbook (.xlsx).';
const UNPROTECT = 'Save it without a password.';
const CHOOSE = 'Choose an Excel workbook (.xlsx or .xls).';
const AGAIN = 'Open it in Excel and save it again as .xlsx.';

const ZIP = [0x50, 0x4b];
const OTHER_MAGIC: ReadonlyArray<readonly [magic: string, what: string]> = [
  ['%PDF', 'a PDF document'],
  ['{\\rtf', 'a Word document (RTF)'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['Rar!', 'a RAR archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['\x1f\x8b', 'a gzip archive'],
];

/**
 * What a file is, whatever its name says: the one notion of a workbook for *Create* and *Get Columns*.
 * Never throws.
 */
export function workbookKind(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return other('empty', CHOOSE);
  try {
    if (ZIP.every((byte, index) => bytes[index] === byte)) return zipKind(new ZipArchive(bytes));
    if (isCompoundFile(bytes)) return compoundKind(new CompoundFile(bytes));
  } catch {
    return other('damaged or incomplete', AGAIN);
  }
  return textKind(bytes);
}

function zipKind(archive: ZipArchive): FileKind {
  const { names } = archive;
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/^(?:xl\/)?workbook[^/]*\.xml$/)) {
    return archive.isEncrypted ? other('protected with a password', UNPROTECT) : { kind: 'xlsx' };
  }
  if (has(/^xl\/workbook[^/]*\.bin$/)) return other('a binary workbook (.xlsb)', SAVE);
  if (has(/^word\//)) return other('a Word document', CHOOSE);
  if (has(/^ppt\//)) return other('a PowerPoint presentation', CHOOSE);
  if (has(/^mimetype$/) && has(/^content\.xml$/)) return other('an OpenDocument file (.ods)', SAVE);
  if (has(/^index\/.*\.iwa$/) || has(/^index\.zip$/)) return other('a Numbers document', SAVE);
  return other('a zip archive, not a workbook', 'Unpack it first.');
}

function compoundKind(file: CompoundFile): FileKind {
  const { names } = file;
  if (names.includes('encryptedpackage')) return other('protected with a password', UNPROTECT);
  if (names.includes('workbook') || names.includes('book')) {
    return isXlsEncrypted(file) ? other('protected with a password', UNPROTECT) : { kind: 'xls' };
  }
  if (names.includes('worddocument')) return other('a Word document', CHOOSE);
  if (names.includes('powerpoint document')) return other('a PowerPoint presentation', CHOOSE);
  return other('of an unknown kind', CHOOSE);
}

function textKind(bytes: Uint8Array): FileKind {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const known = OTHER_MAGIC.find(([magic]) => head.startsWith(magic));
  if (known) return other(known[1], CHOOSE);
  const text = decodeText(bytes.subarray(0, 4096))
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text === '') return other('empty', CHOOSE);
  if (/[^\P{Cc}\s]/u.test(text)) return other('of an unknown kind', CHOOSE);
  if (/^[{[]/.test(text)) return other('JSON text', CHOOSE);
  if (!text.startsWith('<')) return other('a text file (CSV)', SAVE, 'csv');
  if (/<(?:\w{1,20}:)?Workbook[\s>]/.test(text)) {
    return other('an XML spreadsheet of Excel 2003', SAVE);
  }
  if (/<(?:html|head|body|meta|table|!doctype html)[\s>]/i.test(text)) {
    return other('a web page (HTML)', SAVE, 'html');
  }
  return other('an XML file', SAVE);
}

function other(what: string, advice: string, kind: 'html' | 'csv' | 'other' = 'other'): FileKind {
  return { kind, what, advice };
}
