import { visibleText, wellFormed } from '../text';
import { NAME_COLUMN, PHONE_COLUMN } from './contact';

const LISTED_AT_MOST = 20;
const SHOWN_LENGTH = 40;

const MARKS = /[\s*＊:：·•]/g;
const NOTE = /[([{（【［〔][^()[\]{}（）【】［］〔〕]{0,60}[)\]}）】］〕]/g;
const OPTIONAL_WORDS = /选填|可选|可不填|非必填|非必须|optional/i;
const REQUIRED_WORDS = /必填|必须|必需|必选|必输|不能为空|不可为空|非空|required|mandatory/i;
const FORMAT_WORDS = /文本|格式|text|format/i;

/** What other programs call the two columns that XiaoA knows as 姓名 and 电话, as keys. */
const PHONE_LIKE =
  /电话|手机|移动号码|联系方式|联系号码|号码$|phone|mobile|telephone|^tel|tel$|cell|msisdn|contactnumber/i;
const NAME_LIKE = /姓名|名字|名称|称呼|联系人|^客户$|name$|^contact$|^customer$/i;

/**
 * The name of a column as it is sent: without invisible characters and blanks at its ends. Marks stay,
 * since XiaoA compares with its template's own text; 姓名 and 电话 alone lose theirs (API §7.6).
 */
export function columnName(header: string): string {
  const name = wellFormed(visibleText(header));
  const key = columnKey(name);
  return key === NAME_COLUMN || key === PHONE_COLUMN ? key : name;
}

/**
 * What two headers are compared by: `*电话`, `电话（必填）`, `电 话：` and `电话` are one column. Notes in
 * brackets are left out if they only say that a value is required or optional, or how it is written:
 * `电话(备用)` is another column than `电话`.
 */
export function columnKey(header: string): string {
  const bare = visibleText(header).normalize('NFKC');
  const key = bare.replace(NOTE, (note) => (saysHowToFillIn(note) ? '' : note)).replace(MARKS, '');
  return (key === '' ? bare : key).toLowerCase();
}

/** Whether the header says that the column must be filled in, with an asterisk or in words. */
export function isRequiredColumn(header: string): boolean {
  const text = visibleText(header);
  if (OPTIONAL_WORDS.test(text)) return false;
  return (
    /^[*＊]|[*＊]$/.test(text) ||
    [...text.matchAll(NOTE)].some(([note]) => REQUIRED_WORDS.test(note))
  );
}

function saysHowToFillIn(note: string): boolean {
  return (
    /^.[*＊].$/.test(note) ||
    REQUIRED_WORDS.test(note) ||
    OPTIONAL_WORDS.test(note) ||
    FORMAT_WORDS.test(note)
  );
}

/** How the columns that are at hand fit a template. */
export interface ColumnFit {
  /** What is sent: the place in `columns`, and the template's own name for it. */
  readonly sent: ReadonlyArray<{ readonly place: number; readonly name: string }>;
  /** Columns that the template does not have. */
  readonly unknown: readonly string[];
  /** Columns of the template that nothing was given for. */
  readonly missing: readonly string[];
}

/**
 * Compares columns with those of a template, by `columnKey`. 姓名 and 电话 belong to every template
 * (API §7.6). A column that is given twice is sent twice, under one name.
 */
export function fitToTemplate(columns: readonly string[], template: readonly string[]): ColumnFit {
  const names = new Map([NAME_COLUMN, PHONE_COLUMN].map((name) => [name, name]));
  for (const header of template) {
    const key = columnKey(header);
    if (key !== '' && !names.has(key)) names.set(key, columnName(header));
  }
  const sent: Array<{ place: number; name: string }> = [];
  const unknown: string[] = [];
  const filled = new Set<string>();
  for (const [place, column] of columns.entries()) {
    const key = columnKey(column);
    const name = names.get(key);
    if (name !== undefined) {
      sent.push({ place, name });
      filled.add(key);
    } else if (key !== '') {
      unknown.push(columnName(column));
    }
  }
  const missing = template.filter((header) => {
    const key = columnKey(header);
    return key !== '' && key !== NAME_COLUMN && key !== PHONE_COLUMN && !filled.has(key);
  });
  return { sent, unknown, missing: missing.map(columnName) };
}

/** Columns that may hold what XiaoA wants as `wanted`. They are only offered, never taken. */
export function similarColumns(
  columns: Iterable<string>,
  wanted: typeof NAME_COLUMN | typeof PHONE_COLUMN,
): string[] {
  const pattern = wanted === PHONE_COLUMN ? PHONE_LIKE : NAME_LIKE;
  return [...columns].filter((column) => pattern.test(columnKey(column).replace(/[_\-.]/g, '')));
}

/** `'a', 'b' and 3 more`, for messages: the first twenty, each cut where it is long. */
export function listColumns(columns: Iterable<string>): string {
  const all = [...columns];
  const shown = all
    .slice(0, LISTED_AT_MOST)
    .map((name) =>
      name.length > SHOWN_LENGTH ? `'${name.slice(0, SHOWN_LENGTH)}…'` : `'${name}'`,
    );
  const more = all.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
