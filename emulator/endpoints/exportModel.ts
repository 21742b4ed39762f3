import { PlatformError } from '../platform/codes';
import { findTemplate } from '../platform/templates';
import { columnSheet } from '../workbooks/sheet';
import { writeSheets } from '../workbooks/write';
import type { Endpoint } from './endpoint';
import { requiredText } from './params';

/** API §7.13: the template's Excel file. */
export const exportModel: Endpoint = {
  name: 'exportModel',
  method: 'GET',
  async answer({ params }) {
    const template = findTemplate(requiredText(params, 'project_sn'));
    if (!template) throw new PlatformError(50001);
    return { file: await writeSheets(template.caption, [columnSheet(template)], 'xlsx') };
  },
};
