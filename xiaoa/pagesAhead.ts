/**
 * Pages that are asked for before the ones in front of them have come. Between two answers that overtake each other
 * rows may move over the border of their pages. So a page asked for ahead counts only if its total is that of the page
 * in front of it, as if it had been asked for after that one; otherwise it is asked for again.
 */
export class PagesAhead<Page extends { total: number | undefined }> {
  private readonly asked = new Map<number, Promise<Page>>();
  private stoodStill = true;

  /** @param atOnce how many pages may be under way */
  constructor(
    private readonly fetchPage: (pageIndex: number) => Promise<Page>,
    private readonly atOnce: number,
  ) {}

  /**
   * @param totalBefore the total of the page in front
   * @param isWanted whether so many pages after this one will be asked for next in any case
   */
  async get(
    pageIndex: number,
    totalBefore: number | undefined,
    isWanted: (further: number) => boolean,
  ): Promise<Page> {
    const ahead = this.asked.get(pageIndex);
    this.asked.delete(pageIndex);
    const page = ahead ?? this.fetchPage(pageIndex);
    for (let further = 1; this.stoodStill && further < this.atOnce && isWanted(further); further++)
      this.ask(pageIndex + further);
    const answer = await page;
    if (!ahead || (this.stoodStill && answer.total === totalBefore)) return answer;
    // Where the list moves, most of what is asked for ahead would be asked for twice.
    this.stoodStill = false;
    this.asked.clear();
    return await this.fetchPage(pageIndex);
  }

  private ask(pageIndex: number): void {
    if (this.asked.has(pageIndex)) return;
    const page = this.fetchPage(pageIndex);
    // It may never be looked at.
    page.catch(() => {});
    this.asked.set(pageIndex, page);
  }
}
