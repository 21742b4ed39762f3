import { PagesAhead } from '../../../xiaoa/lists/pagesAhead';

const ALWAYS = () => true;

function pagesOf(answer: (pageIndex: number, request: number) => number, atOnce = 3) {
  const asked: number[] = [];
  const pages = new PagesAhead(async (pageIndex: number) => {
    asked.push(pageIndex);
    return await Promise.resolve({ pageIndex, total: answer(pageIndex, asked.length) });
  }, atOnce);
  return { pages, asked };
}

function fail(): never {
  throw new Error('Too many requests');
}

it('asks for the pages behind as well, each once', async () => {
  const { pages, asked } = pagesOf(() => 9);
  for (let page = 0; page < 4; page++) {
    expect(await pages.get(page, ALWAYS)).toEqual({ pageIndex: page, total: 9 });
  }
  expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
});

it('does not ask again for a page that was asked for alone and failed', async () => {
  const { pages, asked } = pagesOf(fail);
  await expect(pages.get(0, () => false)).rejects.toThrow('Too many requests');
  expect(asked).toEqual([0]);
});

it('asks again for a page that failed beside others, and no further ones from then on', async () => {
  const { pages, asked } = pagesOf((pageIndex, request) =>
    request === 1 ? fail() : pageIndex && 9,
  );
  expect(await pages.get(0, ALWAYS)).toEqual({ pageIndex: 0, total: 0 });
  expect(await pages.get(1, ALWAYS)).toEqual({ pageIndex: 1, total: 9 });
  expect(asked).toEqual([0, 1, 2, 0, 1]);
});

it('asks again for a page that failed when it was asked for ahead', async () => {
  const { pages, asked } = pagesOf((_, request) => (request === 2 ? fail() : 9), 2);
  await pages.get(0, (further) => further < 2);
  expect(await pages.get(1, () => false)).toEqual({ pageIndex: 1, total: 9 });
  expect(asked).toEqual([0, 1, 1]);
});

it('asks again for a page whose total is not that of the page in front of it', async () => {
  const { pages, asked } = pagesOf((_, request) => (request < 3 ? request : 9), 2);
  await pages.get(0, ALWAYS);
  expect(await pages.get(1, ALWAYS)).toEqual({ pageIndex: 1, total: 9 });
  expect(asked).toEqual([0, 1, 2, 1]);
});
