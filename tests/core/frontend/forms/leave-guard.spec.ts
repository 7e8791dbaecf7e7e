import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Dialogs } from '../dialog/dialogs';
import { askBeforeUnload, leaveGuard, Unsaved } from './leave-guard';

@Component({ selector: 'app-form-page', template: '' })
class FormPage implements Unsaved {
  unsaved = false;

  constructor() {
    askBeforeUnload(this);
  }

  hasUnsavedChanges(): boolean {
    return this.unsaved;
  }
}

@Component({ selector: 'app-other-page', template: '' })
class OtherPage {}

describe('leaveGuard', () => {
  let page: FormPage;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'form', component: FormPage, canDeactivate: [leaveGuard] },
          { path: 'other', component: OtherPage },
        ]),
      ],
    });
    const harness = await RouterTestingHarness.create();
    page = await harness.navigateByUrl('/form', FormPage);
  });

  /** Tries to leave; answers if it is asked. Returns where that leads. */
  async function leave(answer?: boolean): Promise<string> {
    const left = TestBed.inject(Router).navigateByUrl('/other');
    await new Promise((resolve) => setTimeout(resolve));
    const asked = TestBed.inject(Dialogs).asked();
    expect(asked !== undefined).toBe(answer !== undefined);
    asked?.answer(answer!);
    await left;
    return TestBed.inject(Router).url;
  }

  it('lets go without a question where all is saved', async () => {
    expect(await leave()).toBe('/other');
  });

  it('stays where the visitor wants to', async () => {
    page.unsaved = true;

    expect(await leave(false)).toBe('/form');
  });

  it('leaves where the visitor wants to', async () => {
    page.unsaved = true;

    expect(await leave(true)).toBe('/other');
  });

  it('lets the browser ask before the page is closed, as long as there is something to lose', async () => {
    const close = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(close()).toBe(false);

    page.unsaved = true;
    expect(close()).toBe(true);

    await leave(true);
    expect(close()).toBe(false);
  });
});
