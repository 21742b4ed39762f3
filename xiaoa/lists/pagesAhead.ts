/**
 * Pages that are asked for before the ones in front of them have come. Between two answers that overtake each other
 * rows may move over the border of their pages. So a page asked for ahead counts only if its total is that of the page
 * in front of it, as if it had been asked for after that one; otherwise it is asked for again. So is a page that fails
 * beside others: the platform may not take so many requests at once.
 */
export class PagesAhead<Page extends { total: number | undefined }> {
  private readonly asked = new Map<number, Promise<Page>>();
  private readsAhead = true;
  /** Of the page that was given last. */
  private total: number | undefined;

  /** @param atOnce how many pages may be under way */
  constructor(
    private readonly fetchPage: (pageIndex: number) => Promise<Page>,
    private readonly atOnce: number,
  ) {}

  /** @param isWanted whether so many pages after this one will be asked for next in any case */
  async get(pageIndex: number, isWanted: (further: number) => boolean): Promise<Page> {
    const page = await this.next(pageIndex, isWanted);
    this.total = page.total;
    return page;
  }

  private async next(pageIndex: number, isWanted: (further: number) => boolean): Promise<Page> {
    const ahead = this.asked.get(pageIndex);
    this.asked.delete(pageIndex);
    const page = ahead ?? this.fetchPage(pageIndex);
    if (this.readsAhead) this.askFurther(pageIndex, isWanted);
    const alone = !ahead && this.asked.size === 0;
    const answer = await page.catch((error: unknown) => {
      if (alone) throw error;
    });
    if (answer && (!ahead || answer.total === this.total)) return answer;
    // Where the list moves, most of what is asked for ahead would be asked for twice.
    this.readsAhead = false;
    await Promise.allSettled(this.asked.values());
    this.asked.clear();
    return await this.fetchPage(pageIndex);
  }

  private askFurther(pageIndex: number, isWanted: (further: number) => boolean): void {
    for (let further = 1; further < this.atOnce && isWanted(further); further++) {
      if (this.asked.has(pageIndex + further)) continue;
      const page = this.fetchPage(pageIndex + further);
      // It may never be looked at.
      page.catch(() => {});
      this.asked.set(pageIndex + further, page);
    }
  }
}
