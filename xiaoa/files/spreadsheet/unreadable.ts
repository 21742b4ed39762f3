/** A file that is no spreadsheet, or one that cannot be read. `description` says what to do. */
export class UnreadableSpreadsheet extends Error {
  override readonly name = 'XiaoAUnreadableSpreadsheet';

  constructor(
    message: string,
    readonly description: string,
  ) {
    super(message);
  }
}

export function damaged(): UnreadableSpreadsheet {
  return new UnreadableSpreadsheet(
    'The Excel file is damaged or incomplete',
    'Open it in Excel and save it again as .xlsx. If it came from XiaoA, download it again.',
  );
}

/** Whatever points outside the file makes a DataView throw a RangeError. */
export function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? damaged() : error;
  }
}

/** Gives the event loop a turn; long loops call it now and then. */
export type Pause = () => Promise<void>;
