import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { injectRouteParam } from './route-param';

@Component({ selector: 'app-page', template: '' })
class Page {
  readonly id = injectRouteParam('id');
}

describe('injectRouteParam', () => {
  it('follows the address while the page stays', async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'new', component: Page },
          { path: ':id', component: Page },
        ]),
      ],
    });
    const harness = await RouterTestingHarness.create();
    const page = await harness.navigateByUrl('/3', Page);
    expect(page.id()).toBe('3');

    expect(await harness.navigateByUrl('/4', Page)).toBe(page);
    expect(page.id()).toBe('4');

    expect((await harness.navigateByUrl('/new', Page)).id()).toBeNull();
  });
});
