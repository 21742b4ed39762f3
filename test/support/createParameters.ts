import type { Emulator } from '../../emulator';

/** The parameters of "Create", complete but for what a test is about. */
export function createParameters(
  emulator: Pick<Emulator, 'aiUsers' | 'templates'>,
  more: Record<string, unknown> = {},
) {
  return {
    resource: 'task',
    operation: 'create',
    projectSn: { __rl: true, mode: 'id', value: emulator.templates[0].sn },
    aiUserSn: { __rl: true, mode: 'id', value: emulator.aiUsers[0].user_sn },
    taskName: 'Spring campaign',
    contactsFrom: 'items',
    columns: mapping({ 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' }),
    ...more,
  } as never;
}

/** What the resource mapper keeps when columns are mapped one by one. */
export function mapping(value: Record<string, unknown>) {
  return {
    mappingMode: 'defineBelow',
    value,
    matchingColumns: [],
    schema: Object.keys(value).map((id) => ({
      id,
      displayName: id,
      required: false,
      defaultMatch: false,
      display: true,
      canBeUsedToMatch: false,
      type: 'string',
    })),
  };
}
