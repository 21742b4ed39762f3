import { text } from '../../../xiaoa/values';
import { AI_USERS } from '../listings/aiUsers';
import { searchOf } from './search';

export const searchAiUsers = searchOf(AI_USERS, (row) => {
  const value = text(row.user_sn);
  if (value === undefined) return undefined;
  const name = text(row.user_name) ?? value;
  const contact = text(row.contact);
  return { value, name: contact && contact !== name ? `${name} (${contact})` : name };
});
