/** What an import is to do, read from the node's fields. */
export interface ImportRequest {
  readonly projectSn: string;
  readonly aiUserSn: string;
  readonly taskName: string;
  /** Add to this task instead of making a new one. */
  readonly taskSn?: string;
  readonly startDialing: boolean;
  readonly encryptContacts: boolean;
  readonly remark?: string;
  readonly batchNumber?: string;
  readonly onInvalidContact: 'fail' | 'skip';
}
