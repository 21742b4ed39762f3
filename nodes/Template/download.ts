import { ENDPOINTS } from '../../xiaoa/endpoints';
import { outputFileField } from '../shared/fileFields';
import type { Operation } from '../shared/operation';
import { templateLocator } from '../shared/resourceLocators';
import { runDownload } from '../shared/runDownload';
import { readTemplate } from './readTemplate';

export const download: Operation = {
  name: 'Download',
  value: 'download',
  action: 'Download a template file',
  description: "Download the template's Excel file, to fill in or to look at its columns",
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
