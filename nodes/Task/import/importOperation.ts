import type { IExecuteFunctions, INodeExecutionData, INodePropertyRouting } from 'n8n-workflow';

import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { failedItem } from '../../shared/failedItem';
import { allItems, currentItem } from '../expressions/itemSource';
import { itemOperation } from '../../shared/itemOperation';
import { connectionFromRequestOptions } from '../../shared/requestOptions';
import { importContacts } from './importContacts';

type Into = Parameters<typeof importContacts>[3];

/** The declarative road: one item by itself, as an AI agent's tool call sends it. */
export function importOne(into: Into): INodePropertyRouting {
  return itemOperation(ENDPOINTS.addJson, async (context, { connection }) => [
    { json: await importContacts(context, currentItem(context), connection, into) },
  ]);
}

/** All input items in as few requests as the platform allows; one output item speaks for all of them. */
export function importAll(into: Into) {
  return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const pairedItem = this.getInputData().map((_, item) => ({ item }));
    try {
      const connection = connectionFromRequestOptions(this);
      const json = await importContacts(this, allItems(this), connection, into);
      return [[{ json, pairedItem }]];
    } catch (error) {
      return [[failedItem(this, error, pairedItem)]];
    }
  };
}
