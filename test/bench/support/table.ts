import { ratio, spread, type Rounds } from './rounds';

/** One line of the table at the end. */
export interface Line {
  readonly what: string;
  readonly against: string;
  /** In words; none where there is nothing to reach. */
  readonly goal?: string;
  readonly figure: string;
  readonly absolute: string;
  readonly met?: boolean;
}

/** A line for two ways of the same rounds. */
export function ratioLine(
  rounds: Rounds,
  name: string,
  against: string,
  goal?: { words: string; met: (ratio: number) => boolean },
): Line {
  const { median, min, max } = ratio(rounds, name, against);
  return {
    what: name,
    against,
    goal: goal?.words,
    figure: `${plain(median)} × (${plain(min)}–${plain(max)})`,
    absolute: `${seconds(rounds, name)} : ${seconds(rounds, against)}`,
    met: goal?.met(median),
  };
}

function plain(ratio: number): string {
  return ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2);
}

function seconds(rounds: Rounds, name: string): string {
  const { median } = spread(rounds.get(name)!);
  return median < 1000 ? `${median.toFixed(0)} ms` : `${(median / 1000).toFixed(2)} s`;
}

/** How the columns of a table are called; those that are not named are left out. */
export interface Head {
  readonly what: string;
  readonly against?: string;
  readonly figure: string;
  readonly absolute: string;
  readonly hasGoals?: boolean;
}

/** @returns the table in Markdown, its columns aligned */
export function table(lines: readonly Line[], head: Head): string {
  const cells = [
    [head.what, head.against, head.figure, head.absolute, 'goal', ''],
    ...lines.map(({ what, against, goal = '–', figure, absolute, met }) => [
      what,
      against,
      figure,
      absolute,
      goal,
      met === undefined ? '' : met ? 'met' : 'missed',
    ]),
  ];
  const shown = cells.map((row) =>
    row.filter((_, at) => (at !== 1 || head.against !== undefined) && (at < 4 || head.hasGoals)),
  );
  const [first, ...rows] = shown as string[][];
  return rowsTable(first, rows);
}

/** @returns any table in Markdown, its columns aligned */
export function rowsTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const cells = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const [first, ...others] = cells.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
  );
  return [first, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...others].join(
    '\n',
  );
}
