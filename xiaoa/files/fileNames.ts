const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The kinds of file that the platform may send. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['aac', 'audio/aac'],
  ['amr', 'audio/amr'],
  ['csv', 'text/csv'],
  ['flac', 'audio/flac'],
  ['m4a', 'audio/mp4'],
  ['mp3', 'audio/mpeg'],
  ['ogg', 'audio/ogg'],
  ['opus', 'audio/opus'],
  ['wav', 'audio/wav'],
  ['wma', 'audio/x-ms-wma'],
  ['xls', 'application/vnd.ms-excel'],
  ['xlsx', XLSX_TYPE],
]);

/** Other names of types. Of the WAV ones n8n and browsers play `audio/wav` alone. */
const SAME_TYPES: ReadonlyMap<string, string> = new Map([
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-mp3', 'audio/mpeg'],
  ['audio/x-mpeg', 'audio/mpeg'],
  ['audio/vnd.wave', 'audio/wav'],
  ['audio/wave', 'audio/wav'],
  ['audio/x-pn-wav', 'audio/wav'],
  ['audio/x-wav', 'audio/wav'],
]);

const EXTENSIONS: ReadonlyMap<string, string> = new Map(
  [...TYPES].map(([extension, type]) => [type, extension]),
);

/** What servers say when they do not know. A file that was found to be no text is no `text/…` either. */
const SAYS_NOTHING =
  /^(?:text\/.*|application\/(?:octet-stream|(?:x-)?(?:force-)?download|x-msdownload|unknown)|binary\/octet-stream|)$/;

/** What is known of a file that came. */
export interface FileFacts {
  /** Where the platform keeps it, or what it calls it. */
  readonly path?: string;
  /** The Content-Type header. */
  readonly contentType: string;
  /** What the user wants to call it. */
  readonly wanted?: string;
  /** When nothing else gives a name. */
  readonly fallback: string;
}

/**
 * What to call a file, and its media type. Directories are dropped, everything else of a name stays:
 * Chinese characters, spaces. A name without an extension gets that of the path, else that of the type.
 */
export function nameAndType({ path, contentType, wanted, fallback }: FileFacts): {
  fileName: string;
  mimeType: string;
} {
  const written = contentType.split(';')[0].trim().toLowerCase();
  const said = SAME_TYPES.get(written) ?? written;
  const original = baseName(path ?? '');
  const extension = extensionOf(original) ?? EXTENSIONS.get(said);
  const known = baseName(wanted ?? '') || original;
  // The fallback's own extension is a guess, which a type that is known corrects.
  const guessed = extension === undefined ? fallback : fallback.replace(/\.[a-z0-9]{1,5}$/i, '');
  const fileName = withExtension(known || guessed, extension);
  const usual = TYPES.get(extensionOf(fileName) ?? '') ?? TYPES.get(extension ?? '');
  return {
    fileName,
    mimeType: SAYS_NOTHING.test(said) ? (usual ?? 'application/octet-stream') : said,
  };
}

function baseName(path: string): string {
  const last = path
    .split(/[/\\]/)
    .pop()!
    .replace(/\p{Cc}/gu, '')
    .trim();
  return /^\.*$/.test(last) ? '' : last;
}

function extensionOf(name: string): string | undefined {
  return /[^.]\.([a-z0-9]{1,5})$/i.exec(name)?.[1].toLowerCase();
}

/** `9.5` at the end of what a person calls a file is no extension: only those that files here can have are. */
function withExtension(name: string, extension: string | undefined): string {
  const own = extensionOf(name);
  const complete = extension === undefined || own === extension || TYPES.has(own ?? '');
  return complete ? name : `${name}.${extension}`;
}

/**
 * The file name in a Content-Disposition header, if there is one. Old servers put the bytes of a Chinese
 * name there as they are, in UTF-8 or GBK; HTTP hands them on one character a byte.
 */
export function dispositionName(header: unknown): string | undefined {
  if (typeof header !== 'string') return undefined;
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(header);
  const name = decoded(extended) ?? decoded(plain?.[1] ?? plain?.[2]);
  return name?.trim() || undefined;
}

function decoded(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const bytes = Buffer.from(written, 'latin1');
  const text = bytes.some((byte) => byte >= 0x80) ? chineseText(bytes) : written;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A percent sign that is meant as one.
  }
}

function chineseText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}
