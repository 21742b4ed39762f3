/**
 * An AI user: a robot that calls, as getAiUsers returns it.
 *
 * @source API §7.3
 */
export interface AiUser {
  /** `SYSUSER|…`; what the imports want as `ai_user_sn` */
  user_sn: string;
  user_name: string;
  contact: string | null;
  /** calls at a time */
  max_call_count: number | string | null;
  /** The calling windows, `HH:MM:SS` in Shanghai; null where a window is not used. */
  start_at_one: string | null;
  end_at_one: string | null;
  start_at_two: string | null;
  end_at_two: string | null;
  start_at_three: string | null;
  end_at_three: string | null;
  start_at_four: string | null;
  end_at_four: string | null;
  callin_project_sn: string | null;
  skillgroup_sn: string | null;
  /** the sns of the templates that it may use, comma-separated */
  project_sn: string | null;
  /** the number that people see */
  display_phone: string | null;
  /** day on which the licence ends, `YYYY-MM-DD` */
  expired: string | null;
  [further: string]: unknown;
}
