import { UnreadableSpreadsheet } from './unreadable';
import { xmlTokens, type Attributes } from './xml';
import type { ZipArchive } from './zip';

/** The parts of a workbook that the first row of its first sheet is in, by their names in the archive. */
export interface WorkbookParts {
  readonly firstSheet: string;
  /** Absent when no cell refers to one. */
  readonly sharedStrings?: string;
}

interface Relationship {
  readonly id: string;
  /** The last word of its type, e.g. `worksheet`. */
  readonly type: string;
  /** Name in the archive. */
  readonly target: string;
}

/** Lists of sheets and relations are a few hundred bytes a sheet. */
const LARGEST_LIST = 4 * 1024 * 1024;

/** @throws {UnreadableSpreadsheet} */
export async function workbookParts(archive: ZipArchive): Promise<WorkbookParts> {
  const roots = await relationships(archive, '');
  const workbook = roots.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const related = await relationships(archive, workbook);
  const sheets = await sheetIds(archive, workbook);
  const firstSheet = sheets
    .map((sheet) => related.find(({ id }) => id === sheet))
    .find((relationship) => relationship?.type === 'worksheet');
  if (!firstSheet) {
    throw new UnreadableSpreadsheet(
      'The file is no Excel workbook with a sheet in it',
      'Save it as an Excel workbook (.xlsx).',
    );
  }
  return {
    firstSheet: firstSheet.target,
    sharedStrings: related.find(({ type }) => type === 'sharedStrings')?.target,
  };
}

/** The sheets in the order of their tabs, by the ids of their relationships. */
async function sheetIds(archive: ZipArchive, workbook: string): Promise<string[]> {
  const sheets = await elements(archive, workbook, 'sheet');
  return sheets.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

/** @param part name in the archive; empty for the archive itself */
async function relationships(archive: ZipArchive, part: string): Promise<Relationship[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
  return (await elements(archive, list, 'Relationship')).map(({ Id, Type, Target }) => ({
    id: Id ?? '',
    type: (Type ?? '').split('/').pop()!,
    target: resolved(folder, Target ?? ''),
  }));
}

async function elements(archive: ZipArchive, part: string, wanted: string): Promise<Attributes[]> {
  const { text } = (await archive.read(part, LARGEST_LIST)) ?? { text: '' };
  const found: Attributes[] = [];
  for (const token of xmlTokens(text)) {
    if (token.kind === 'open' && token.name === wanted) found.push(token.attributes);
  }
  return found;
}

/** A target is relative to the folder of the part that names it, or begins with a slash. */
function resolved(folder: string, target: string): string {
  try {
    return decodeURIComponent(new URL(target, `file:///${folder}`).pathname.slice(1));
  } catch {
    return ''; // A hyperlink may point anywhere, even to what is no address.
  }
}
