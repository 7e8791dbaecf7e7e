import { signal, Type, WritableSignal } from '@angular/core';
import { inputBinding } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { ListParams, ListState } from './list-state';
import { Pager } from './pager';
import { SearchBox } from './search-box';
import { SortHeader } from './sort-header';

/** A list without an address: what it is asked to show is noted. */
class FakeList {
  readonly asked: object[] = [];
  readonly page: WritableSignal<number> = signal(1);
  readonly size: WritableSignal<number> = signal(20);
  readonly sort = signal('-created_at');
  readonly q = signal('');
  readonly params = signal<ListParams>({ page: 1, size: 20, sort: '', q: '' });

  readonly show = (change: object, options?: object) => {
    this.asked.push(options ? { ...change, ...options } : change);
  };
}

async function render<T>(type: Type<T>, list: ListState, inputs: Record<string, unknown> = {}) {
  const bindings = Object.entries(inputs).map(([name, value]) => inputBinding(name, () => value));
  const fixture: ComponentFixture<T> = TestBed.createComponent(type, {
    bindings: [inputBinding('list', () => list), ...bindings],
  });
  await fixture.whenStable();
  return { fixture, element: fixture.nativeElement as HTMLElement };
}

describe('SearchBox', () => {
  afterEach(() => vi.useRealTimers());

  it('searches when the visitor pauses, once for several letters', async () => {
    const list = new FakeList();
    const { element } = await render(SearchBox, list);
    const input = element.querySelector('input')!;
    vi.useFakeTimers();

    for (const words of ['c', 'ch', ' chalk ']) {
      input.value = words;
      input.dispatchEvent(new Event('input'));
      vi.advanceTimersByTime(100);
    }
    expect(list.asked).toEqual([]);
    vi.advanceTimersByTime(1000);

    expect(list.asked).toEqual([{ q: 'chalk', replaceUrl: false }]);
  });

  it('does not wait for the Enter key, and shows what the address says', async () => {
    const list = new FakeList();
    list.q.set('before');
    const { element } = await render(SearchBox, list);
    const input = element.querySelector('input')!;
    expect(input.value).toBe('before');

    input.value = 'now';
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));

    expect(list.asked).toEqual([{ q: 'now', replaceUrl: true }]);
  });
});

describe('SortHeader', () => {
  it.each([
    ['-created_at', null, 'title'],
    ['title', 'ascending', '-title'],
    ['-title', 'descending', 'title'],
  ])('sorted by %s it says %s, and a click sorts by %s', async (sort, direction, next) => {
    const list = new FakeList();
    list.sort.set(sort);
    const { element } = await render(SortHeader, list, { appSort: 'title' });

    expect(element.getAttribute('aria-sort')).toBe(direction);
    element.querySelector('button')!.click();
    expect(list.asked).toEqual([{ sort: next }]);
  });
});

describe('Pager', () => {
  it.each([
    [1, [true, false]],
    [2, [false, false]],
    [3, [false, true]],
  ])('on page %i of 3', async (page, disabled) => {
    const list = new FakeList();
    list.page.set(page);
    const { element } = await render(Pager, list, { total: 41 });
    const buttons = [...element.querySelectorAll('button')];

    expect(element.querySelector('p')?.textContent).toBe(`Page ${page} of 3`);
    expect(buttons.map((button) => button.disabled)).toEqual(disabled);
    buttons.forEach((button) => button.click());
    expect(list.asked).toEqual(
      [page - 1, page + 1].filter((_, index) => !disabled[index]).map((next) => ({ page: next })),
    );
  });

  it('offers longer pages', async () => {
    const list = new FakeList();
    const { element } = await render(Pager, list, { total: 41 });
    const select = element.querySelector('select')!;

    select.value = '50';
    select.dispatchEvent(new Event('change'));

    expect(list.asked).toEqual([{ size: 50 }]);
  });

  it('is not there where all fits on one page', async () => {
    const { element } = await render(Pager, new FakeList(), { total: 20 });

    expect(element.textContent?.trim()).toBe('');
  });
});
