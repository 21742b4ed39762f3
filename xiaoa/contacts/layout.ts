import { cellText, hasLostDigits } from './cellText';
import { columnName, fitToTemplate } from './columns';
import { NAME_COLUMN, PHONE_COLUMN, type Contact } from './contact';

export interface PrepareOptions {
  /**
   * The columns of the template, as its own file writes them. With them, columns go out under the
   * template's names, and it is said which do not fit. Without them, all columns are sent as they are.
   */
  template?: readonly string[];
  /** What happens to a column that the template does not have; `drop` is the default. */
  unknownColumns?: 'drop' | 'send';
  /** For a first look, while it is not known which columns will be sent. */
  ignoreLostDigits?: boolean;
}

/** A column of a row that is sent: its name, and the places of the values that it may take. */
interface Member {
  readonly name: string;
  readonly places: readonly number[];
}

/** Where the values of a row go. */
export class Layout {
  /** All columns that have a name, as they are called when they are sent. */
  readonly given: readonly string[];
  /** In the order of the row. */
  private readonly members: readonly Member[];
  private readonly isReordered: boolean;
  private readonly filled: boolean[];

  constructor(
    private readonly header: readonly string[],
    { template, unknownColumns = 'drop' }: PrepareOptions,
  ) {
    const names = header.map(columnName);
    this.given = names.filter((name) => name !== '');
    const known = template && fitToTemplate(header, template).sent;
    const templateNames = new Map(known?.map(({ place, name }) => [place, name]));
    const places = new Map<string, number[]>([
      [NAME_COLUMN, []],
      [PHONE_COLUMN, []],
    ]);
    for (const [place, own] of names.entries()) {
      const name = templateNames.get(place) ?? own;
      if (name === '' || (known && unknownColumns === 'drop' && !templateNames.has(place)))
        continue;
      places.set(name, [...(places.get(name) ?? []), place]);
    }
    this.members = Array.from(places, ([name, own]) => ({
      name: asPropertyName(name),
      places: own,
    }));
    this.isReordered = this.members.some(({ name }) => REORDERED.test(name));
    this.filled = this.members.map(() => false);
  }

  fits(columns: readonly string[]): boolean {
    if (columns === this.header) return true;
    if (columns.length !== this.header.length) return false;
    return columns.every((column, place) => column === this.header[place]);
  }

  /** Takes down which columns have a value; `''` counts as one, but for the name: a cell may be empty. */
  note(values: readonly unknown[]): void {
    for (const [index, isFilled] of this.filled.entries()) {
      if (isFilled) continue;
      const value = this.valueOf(index, values);
      const isName = index === 0;
      this.filled[index] = isName ? cellText(value) !== '' : value !== undefined && value !== null;
    }
  }

  columns(): string[] {
    return this.members.map(({ name }) => name);
  }

  filledColumns(): string[] {
    return this.members.filter((_, index) => this.filled[index]).map(({ name }) => name);
  }

  columnsGivenTwice(): string[] {
    return this.members.filter(({ places }) => places.length > 1).map(({ name }) => name);
  }

  /** @param index 0 for 姓名, 1 for 电话 */
  valueOf(index: number, values: readonly unknown[]): unknown {
    return lastOf(this.members[index].places, values);
  }

  hasTwoPhones(values: readonly unknown[]): boolean {
    const { places } = this.members[1];
    if (places.length < 2) return false;
    const phones = places.map((place) => cellText(values[place])).filter((text) => text !== '');
    return new Set(phones).size > 1;
  }

  /** @returns the name of a column whose number has lost digits */
  shortenedColumn(values: readonly unknown[]): string | undefined {
    for (const { name, places } of this.members) {
      for (const place of places) if (hasLostDigits(values[place])) return name;
    }
    return undefined;
  }

  rowOf(values: readonly unknown[], phone: string): Contact | string {
    if (this.isReordered) return this.rowText(values, phone);
    const row: Contact = {};
    for (const member of this.members) row[member.name] = cellOf(member, values, phone);
    return row;
  }

  private rowText(values: readonly unknown[], phone: string): string {
    const members = this.members.map(
      (member) => `${JSON.stringify(member.name)}:${JSON.stringify(cellOf(member, values, phone))}`,
    );
    return `{${members.join(',')}}`;
  }
}

function cellOf({ name, places }: Member, values: readonly unknown[], phone: string): string {
  return name === PHONE_COLUMN ? phone : cellText(lastOf(places, values));
}

/**
 * The same text as the engine keeps it for names of properties. Text that was read from elsewhere is looked up each time
 * it becomes one: a tenth of a second for 30,000 rows.
 */
function asPropertyName(name: string): string {
  return Object.keys({ [name]: true })[0];
}

/** Of a column given twice, the last value that is not empty. */
function lastOf(places: readonly number[], values: readonly unknown[]): unknown {
  if (places.length < 2) return values[places[0]];
  const filled = places.filter((place) => cellText(values[place]) !== '');
  return values[filled[filled.length - 1] ?? places[0]];
}

/** Names that an object does not keep in their place, or not at all. */
const REORDERED = /^(?:\d+|__proto__)$/;

/** Rows of a run have nearly always the same columns, so these are worked out once and not for each row. */
export class Layouts {
  private readonly known = new Map<string, Layout>();
  private last?: Layout;

  constructor(private readonly options: PrepareOptions) {}

  of(columns: readonly string[]): Layout {
    if (this.last?.fits(columns)) return this.last;
    const key = JSON.stringify(columns);
    const layout = this.known.get(key) ?? new Layout(columns, this.options);
    this.known.set(key, layout);
    return (this.last = layout);
  }

  all(): Layout[] {
    return [...this.known.values()];
  }
}
