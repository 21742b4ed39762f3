import { simplifyTemplate } from '../../../xiaoa/records/template';

test.each([
  [
    {
      project_caption: ' 催收 ',
      project_name: 'p1',
      sn: 'project|1',
      project_excel: '/a.xls',
      x: 1,
    },
    { name: '催收', sn: 'project|1', projectName: 'p1', excelUrl: '/a.xls' },
  ],
  [
    { project_caption: '', project_name: 'p1', sn: 'project|1' },
    { name: 'p1', sn: 'project|1', projectName: 'p1', excelUrl: null },
  ],
  [{}, { name: null, sn: null, projectName: null, excelUrl: null }],
])('%j is %j', (row, template) => {
  expect(simplifyTemplate(row)).toEqual(template);
});
