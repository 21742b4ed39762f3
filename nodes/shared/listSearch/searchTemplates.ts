import { text } from '../../../xiaoa/values';
import { TEMPLATES } from '../listings/templates';
import { searchOf } from './search';

export const searchTemplates = searchOf(TEMPLATES, (row) => {
  const value = text(row.sn);
  if (value === undefined) return undefined;
  return { value, name: text(row.project_caption) ?? text(row.project_name) ?? value };
});
