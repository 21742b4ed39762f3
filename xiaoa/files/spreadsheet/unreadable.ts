/** A file that is no spreadsheet, or none that can be read. `description` says how to get on. */
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
    'Open it in Excel and save it again as .xlsx. If it came from XiaoA, fetch it once more.',
  );
}
