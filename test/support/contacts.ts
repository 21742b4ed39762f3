import { clientInfoPieces } from '../../xiaoa/contacts/contact';
import { ContactPreparation, type PreparedContacts } from '../../xiaoa/contacts/prepareContacts';

/** All rows in one go. */
export function prepareContacts(
  rows: ReadonlyArray<Parameters<ContactPreparation['add']>[0]>,
  options?: ConstructorParameters<typeof ContactPreparation>[0],
): PreparedContacts {
  const preparation = new ContactPreparation(options);
  for (const row of rows) preparation.add(row);
  return preparation.finish();
}

/** The whole text of `client_info_json`. */
export function toClientInfo(rows: Parameters<typeof clientInfoPieces>[0]): string {
  return [...clientInfoPieces(rows)].join('');
}
