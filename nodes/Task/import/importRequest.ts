/** The task that an import fills (API §7.5, §7.6). */
export interface Target {
  /** sn of the template, `project|…`. */
  readonly projectSn: string;
  /** sn of the AI user, `SYSUSER|…`. */
  readonly aiUserSn: string;
  readonly taskName: string;
  /** Add to this task instead of making a new one. */
  readonly taskSn?: string;
  /** Adding will pause it, because all its calls had been made (API §7.5). */
  readonly willPause?: boolean;
}

/** How to take the contacts in. */
export interface ImportOptions {
  readonly startDialing: boolean;
  readonly encryptContacts: boolean;
  readonly remark?: string;
  readonly batchNumber?: string;
  readonly onInvalidContact: 'fail' | 'skip';
}
