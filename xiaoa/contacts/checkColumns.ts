import {
  columnName,
  fitToTemplate,
  isRequiredColumn,
  listColumns,
  similarColumns,
} from './columns';
import { NAME_COLUMN, PHONE_COLUMN } from './contact';
import type { Layout, PrepareOptions } from './layout';

/** The columns are such that nothing may be sent, whatever is to happen to single contacts. */
export class UnusableColumns extends Error {
  override readonly name = 'XiaoAUnusableColumns';

  constructor(
    message: string,
    /** What to do. */
    readonly description: string,
  ) {
    super(message);
  }
}

/**
 * What a person should know about the columns of a run, in sentences.
 *
 * @param layouts which columns the rows had, and which of them had a value
 * @throws {UnusableColumns}
 */
export function checkColumns(
  layouts: readonly Layout[],
  rowCount: number,
  { template, unknownColumns = 'drop' }: PrepareOptions,
): string[] {
  const given = new Set(layouts.flatMap((layout) => layout.given));
  const filled = new Set(layouts.flatMap((layout) => layout.filledColumns()));
  const all = rowCount === 1 ? 'the item' : `all ${rowCount} items`;
  if (!filled.has(PHONE_COLUMN)) throw noPhone(given, all);

  const notes: string[] = [];
  if (!filled.has(NAME_COLUMN)) {
    const offer = offerOf(given, NAME_COLUMN);
    notes.push(
      `No name in ${all}: the column '${NAME_COLUMN}' (name) is missing or empty.${offer}`,
    );
  }
  const empty = new Set(layouts.flatMap((layout) => layout.columns()));
  for (const name of [...filled, NAME_COLUMN]) empty.delete(name);
  if (empty.size > 0) notes.push(`No value in ${all}: ${listColumns(empty)}.`);
  const twice = new Set(layouts.flatMap((layout) => layout.columnsGivenTwice()));
  if (twice.size > 0) {
    notes.push(
      `More than one column has this name, so the last value was used: ${listColumns(twice)}.`,
    );
  }
  return template ? [...notes, ...templateNotes(given, filled, template, unknownColumns)] : notes;
}

function templateNotes(
  given: ReadonlySet<string>,
  filled: ReadonlySet<string>,
  template: readonly string[],
  unknownColumns: 'drop' | 'send',
): string[] {
  const isMissing = (name: string) => name !== NAME_COLUMN && !filled.has(name);
  const required = template.filter(isRequiredColumn).map(columnName).filter(isMissing);
  if (required.length > 0) {
    throw new UnusableColumns(
      `The template requires ${listColumns(required)}, but no item has a value for it`,
      `Nothing was sent. The columns are ${listColumns(given)}. Map or rename one of them. If the template has changed, refresh its columns.`,
    );
  }
  const { unknown, missing } = fitToTemplate([...given], template);
  const notes: string[] = [];
  if (unknown.length > 0) {
    const columns = listColumns(unknown);
    notes.push(
      unknownColumns === 'drop'
        ? `Not sent, because the template doesn't have these columns: ${columns}.`
        : `Sent unchanged, although the template doesn't have these columns (any more): ${columns}. If the template has changed, refresh the columns and map them again.`,
    );
  }
  // Who maps columns by hand may leave some out; next to an unknown column, one may have been renamed.
  if (missing.length > 0 && (unknown.length > 0 || unknownColumns === 'drop')) {
    notes.push(`Template columns that no item has: ${listColumns(missing)}.`);
  }
  return notes;
}

function noPhone(given: ReadonlySet<string>, all: string): UnusableColumns {
  const offer = offerOf(given, PHONE_COLUMN);
  return given.has(PHONE_COLUMN)
    ? new UnusableColumns(
        `The phone column '${PHONE_COLUMN}' has no value in ${all}`,
        `Nothing was sent. Check which field is mapped to '${PHONE_COLUMN}'.${offer}`,
      )
    : new UnusableColumns(
        `No column is named '${PHONE_COLUMN}' (phone)`,
        `Nothing was sent. ${given.size > 0 ? `The columns are ${listColumns(given)}.` : 'There are no columns at all.'}${offer || ` Name the column with the phone numbers '${PHONE_COLUMN}', or map it to '${PHONE_COLUMN}'.`}`,
      );
}

function offerOf(
  given: Iterable<string>,
  wanted: typeof NAME_COLUMN | typeof PHONE_COLUMN,
): string {
  const similar = similarColumns(given, wanted).filter((name) => name !== wanted);
  return similar.length > 0
    ? ` If you mean ${listColumns(similar)}, map ${similar.length > 1 ? 'one of them' : 'it'} to '${wanted}' or rename it.`
    : '';
}
