import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { injectListState } from './list-state';

@Component({ selector: 'app-list-page', template: '' })
class ListPage {
  readonly list = injectListState({ sort: '-created_at' });
}

describe('injectListState', () => {
  let harness: RouterTestingHarness;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideRouter([{ path: 'notes', component: ListPage }])],
    });
    harness = await RouterTestingHarness.create();
  });

  async function at(url: string) {
    return (await harness.navigateByUrl(url, ListPage)).list;
  }

  it.each([
    ['/notes', { page: 1, size: 20, sort: '-created_at', q: '' }],
    ['/notes?page=3&size=50&sort=title&q=a%20b', { page: 3, size: 50, sort: 'title', q: 'a b' }],
    ['/notes?page=0&size=7', { page: 1, size: 20, sort: '-created_at', q: '' }],
    ['/notes?page=-1&size=1000', { page: 1, size: 20, sort: '-created_at', q: '' }],
    ['/notes?page=2.5&size=', { page: 1, size: 20, sort: '-created_at', q: '' }],
  ])('reads %s', async (url, params) => {
    expect((await at(url)).params()).toEqual(params);
  });

  it('writes a change into the address, and leaves out what is as at first', async () => {
    const list = await at('/notes?q=chalk&page=3');

    list.show({ sort: 'title' });
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/notes?sort=title&q=chalk');

    list.show({ page: 2 });
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/notes?page=2&sort=title&q=chalk');

    list.show({ q: '', sort: '-created_at' });
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/notes');
  });
});
