import { shanghaiDay } from '../platform/clock';
import { PlatformError } from '../platform/codes';
import { htmlAnswer } from '../wire/answer';
import type { Catalog } from './manner';

const TOO_LARGE =
  '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body bgcolor="white">\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx/1.14.0</center>\r\n</body>\r\n</html>\r\n';

/** A code that is in no document. */
const NO_MORE_TASKS = 30_021;

const isImport = (endpoint: string) => endpoint === 'addJson' || endpoint === 'addExcel';

/** What a server takes at most. */
export const LIMITS: Catalog = {
  'body-limit': {
    about: 'has an nginx in front that answers HTTP 413 to a body of more than N bytes',
    value: 1_000_000,
    make: (limit) => ({
      arrive: ({ bodyLength }) => (bodyLength > limit ? htmlAnswer(413, TOO_LARGE) : undefined),
    }),
  },
  'post-limit': {
    about: 'has a post_max_size of N bytes: PHP sees no parameters in a larger body (10001)',
    value: 1_000_000,
    make: (limit) => ({
      received(params, { bodyLength, fileLength }) {
        if (Math.max(bodyLength, fileLength) <= limit) return params;
        throw new PlatformError(10001);
      },
    }),
  },
  'upload-limit': {
    about: 'has an upload_max_filesize of N bytes: a larger file counts as none (30001)',
    value: 100_000,
    make: (limit) => ({
      received(params, { fileLength }) {
        if (fileLength > limit) throw new PlatformError(30001);
        return params;
      },
    }),
  },
  'row-limit': {
    about: 'takes N rows an import at most (30005)',
    value: 7_000,
    make: (maxRowsPerImport) => ({ behaviour: { maxRowsPerImport } }),
  },
  'page-limit': {
    about: 'refuses a pageSize above N (20002)',
    value: 100,
    make: (limit) => ({
      params(params) {
        if (Number(params.pageSize ?? 0) > limit) throw new PlatformError(20002);
        return params;
      },
    }),
  },
  'page-cut': {
    about: 'cuts a pageSize above N down to N without a word',
    value: 50,
    make: (maxPageSize) => ({ behaviour: { paging: { maxPageSize } } }),
  },
  'tasks-a-day': {
    about: 'makes N new tasks a day at most',
    value: 100,
    make: (limit) => ({
      params(params, { platform, endpoint }) {
        const today = shanghaiDay(platform.clock.now());
        const made = platform.tasks.all.filter(({ created_at }) => created_at.startsWith(today));
        if (isImport(endpoint) && !params.dial_task_main_sn && made.length >= limit) {
          throw new PlatformError(NO_MORE_TASKS, `每天最多新建${limit}个任务，请添加到已有任务`);
        }
        return params;
      },
    }),
  },
  'plain-names': {
    about: 'takes Chinese, English, digits and brackets alone in the name of a task (20002)',
    make: () => ({
      params(params, { endpoint }) {
        const name = String(params.source ?? '');
        if (isImport(endpoint) && !/^[\p{Script=Han}A-Za-z0-9()（）[\]【】]*$/u.test(name)) {
          throw new PlatformError(20002, '任务名称只能包含中文、英文、数字和括号');
        }
        return params;
      },
    }),
  },
};
