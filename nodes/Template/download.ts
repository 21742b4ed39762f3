import { ENDPOINTS } from '../../xiaoa/endpoints';
import { outputFileField } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { templateLocator, readTemplate } from '../shared/resourceLocators';
import { runDownload } from '../shared/download';

export const download: Operation = {
  name: 'Download Template',
  value: 'download',
  action: 'Download template',
  description: 'Download the file of a template, to fill in with contacts',
  endpoint: ENDPOINTS.templateFile,
  runsFor: 'eachItem',
  fields: [templateLocator({ required: true }), outputFileField()],
  run: runDownload(ENDPOINTS.templateFile, (run) => {
    const projectSn = readTemplate(run);
    return {
      parameters: { project_sn: projectSn },
      naming: { fallback: 'template.xlsx' },
      origin: { projectSn },
    };
  }),
};
