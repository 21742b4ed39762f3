import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { MultipartUpload } from '../../../xiaoa/signing/multipart';
import type { ExcelFile } from './excelFiles';
import type { ImportOptions, Target } from './importRequest';
import type { Part } from './sendParts';

/** The requests that carry the Excel files as they are (API §7.5). */
export function fileParts(
  target: Target,
  options: ImportOptions,
  files: readonly ExcelFile[],
): Part[] {
  return files.map(({ item, name, bytes }) => ({
    size: 1,
    first: item,
    last: item,
    request: (taskSn) => ({
      endpoint: ENDPOINTS.addExcel,
      parameters: new MultipartUpload(
        {
          project_sn: target.projectSn,
          source: target.taskName,
          ai_user_sn: target.aiUserSn,
          is_zidong: options.startDialing ? 'on' : undefined,
          mark: options.remark,
          dial_task_main_sn: taskSn,
          batch_number: options.batchNumber,
        },
        { field: 'upload', name, bytes },
      ),
    }),
  }));
}
