import { text, withNulls } from '../values';

/** A call script with its fields named. @source API §7.4 */
export interface SimplifiedTemplate {
  /** its title */
  name: string | null;
  /** `project|…` */
  sn: string | null;
  /** its name inside XiaoA */
  projectName: string | null;
  /** address of the Excel file to fill in, where the platform has one */
  excelUrl: string | null;
}

/** The fields of a template that workflows use. Whatever is missing is null. */
export function simplifyTemplate(row: Record<string, unknown>): SimplifiedTemplate {
  return withNulls({
    name: text(row.project_caption) ?? text(row.project_name),
    sn: text(row.sn),
    projectName: text(row.project_name),
    excelUrl: text(row.project_excel),
  });
}
