import type { IDataObject } from 'n8n-workflow';

import type { SeenByDay } from './seenRecords';

/** What the trigger remembers from one poll to the next, as JSON in n8n's static data. */
export interface TriggerState {
  readonly version: 1;
  /** Which account and filters it belongs to: for others it says nothing. */
  readonly scope: string;
  /** The Shanghai day of the last poll that was remembered. */
  readonly polledOn: string;
  readonly seen: SeenByDay;
}

/** @returns nothing before the first poll, and after a change of account or filters */
export function readState(staticData: IDataObject, scope: string): TriggerState | undefined {
  const state = staticData.state as unknown as TriggerState | undefined;
  return state?.version === 1 && state.scope === scope ? state : undefined;
}

export function writeState(staticData: IDataObject, state: TriggerState): void {
  staticData.state = state as unknown as IDataObject;
}
