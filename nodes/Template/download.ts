import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { templateLocator } from '../shared/resourceLocators';
import { outputFileField } from '../shared/fileFields';
import { fileOperation } from '../shared/fileOperation';
import { readTemplate } from './readTemplate';

const displayOptions = { show: { resource: ['template'], operation: ['download'] } };

export const option: INodePropertyOptions = {
  name: 'Download',
  value: 'download',
  action: 'Download a template',
  description: 'Download the Excel file that is to be filled in with contacts',
  routing: fileOperation(ENDPOINTS.templateFile, (context) => {
    const projectSn = readTemplate(context);
    return {
      parameters: { project_sn: projectSn },
      naming: { fallback: 'template.xlsx' },
      origin: { projectSn },
    };
  }),
};

export const fields: INodeProperties[] = [
  templateLocator({ required: true, displayOptions }),
  outputFileField(displayOptions),
];
