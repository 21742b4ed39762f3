/**
 * A template: what the robot says, and which columns its contacts have; as getProjects returns
 * it.
 *
 * @source API §7.4
 */
export interface Template {
  /** `project|…` */
  sn: string;
  project_name: string;
  project_caption: string;
  /** address of its Excel file; may be absent */
  project_excel?: string | null;
  [further: string]: unknown;
}
