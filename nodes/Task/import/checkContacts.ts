import { NodeOperationError, type INode } from 'n8n-workflow';

import { UnusableColumns } from '../../../xiaoa/contacts/checkColumns';
import type { ContactRow } from '../../../xiaoa/contacts/contact';
import {
  prepareContacts,
  type PreparedContacts,
  type SkippedContact,
} from '../../../xiaoa/contacts/prepareContacts';

const NAMED_AT_MOST = 10;

/**
 * Cleans and checks the contacts, and drops those whose phone came before.
 *
 * @param onInvalid `fail` refuses the whole run when one contact cannot be called
 * @throws {NodeOperationError} naming the items
 */
export function checkContacts(
  node: INode,
  rows: readonly ContactRow[],
  onInvalid: 'fail' | 'skip',
): { contacts: PreparedContacts['contacts']; skipped: SkippedContact[] } {
  const { contacts, invalid, duplicates } = prepared(node, rows);
  if (onInvalid === 'fail' && invalid.length > 0) throw refusal(node, invalid, rows.length);
  const skipped = [...invalid, ...duplicates].sort((a, b) => a.item - b.item);
  return { contacts, skipped };
}

function prepared(node: INode, rows: readonly ContactRow[]): PreparedContacts {
  try {
    return prepareContacts(rows);
  } catch (error) {
    const description = error instanceof UnusableColumns ? error.description : undefined;
    throw new NodeOperationError(node, error as Error, { description });
  }
}

function refusal(node: INode, invalid: readonly SkippedContact[], all: number): Error {
  const [first] = invalid;
  const others = invalid.length - 1;
  const listed = invalid
    .slice(0, NAMED_AT_MOST)
    .map(
      ({ item, phone, reason }) => `item ${item}: ${phone === '' ? '' : `'${phone}' – `}${reason}`,
    );
  const unlisted = invalid.length - listed.length;
  return new NodeOperationError(
    node,
    `The phone of item ${first.item} cannot be called: ${first.reason}${others > 0 ? `, and ${others} more of ${all} items` : ''} [item ${first.item}]`,
    {
      description: `Nothing was sent. Correct ${listed.join('; ')}${unlisted > 0 ? `; and ${unlisted} more` : ''}. Or set the option 'On Invalid Contact' to Skip, to send the others.`,
      itemIndex: first.item,
    },
  );
}
