import { Readable } from 'node:stream';
import { PlatformError } from '../platform/codes';
import { requiredText } from './params';
import { findTemplate } from '../platform/templates';
import { templateWorkbook, XLSX_TYPE } from '../platform/workbook';
import type { Endpoint } from './endpoint';

/** API §7.13: the template's Excel file. */
export const exportModel: Endpoint = {
  name: 'exportModel',
  method: 'GET',
  async answer({ params }) {
    const template = findTemplate(requiredText(params, 'project_sn'));
    if (!template) throw new PlatformError(50001);
    const bytes = await templateWorkbook(template);
    return {
      file: {
        name: `${template.caption}.xlsx`,
        type: XLSX_TYPE,
        length: bytes.length,
        content: () => Readable.from([bytes]),
      },
    };
  },
};
