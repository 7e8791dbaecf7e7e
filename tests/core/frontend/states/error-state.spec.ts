import { HttpErrorResponse } from '@angular/common/http';
import { Component, inputBinding, outputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ErrorState } from './error-state';

async function render(error: unknown, retry: () => void = vi.fn()): Promise<HTMLElement> {
  const fixture = TestBed.createComponent(ErrorState, {
    bindings: [inputBinding('error', () => error), outputBinding('retry', retry)],
  });
  await fixture.whenStable();
  return fixture.nativeElement;
}

@Component({
  imports: [ErrorState],
  selector: 'app-test-page',
  template: `
    <main tabindex="-1">
      @if (failed()) {
        <app-error-state [error]="{}" (retry)="failed.set(false)" />
      }
    </main>
  `,
})
class Page {
  protected readonly failed = signal(true);
}

describe('ErrorState', () => {
  it('says how to start a backend that does not answer', async () => {
    const element = await render(new HttpErrorResponse({ status: 0 }));

    expect(element.querySelector('[role=alert]')?.textContent).toContain(
      'The backend does not answer',
    );
    expect(element.querySelector('code')?.textContent).toMatch(/^py\w* manage.py dev$/);
  });

  it('shows the title and the detail of a problem', async () => {
    const error = { title: 'Teapot', status: 418, detail: 'It brews no coffee.' };

    const element = await render(new HttpErrorResponse({ status: 418, error }));

    expect(element.querySelector('h2')?.textContent).toBe('Teapot');
    expect(element.querySelector('p')?.textContent).toBe('It brews no coffee.');
  });

  it('names the status of an answer that is not the backend’s', async () => {
    const element = await render(new HttpErrorResponse({ status: 403, error: '<html>' }));

    expect(element.textContent).toContain('(status 403)');
  });

  it('hands the wish to try again on', async () => {
    const retry = vi.fn();
    const element = await render(new HttpErrorResponse({ status: 0 }), retry);

    element.querySelector('button')?.click();

    expect(retry).toHaveBeenCalledOnce();
  });

  it('leaves the focus in the page when it went well, and the button is gone', async () => {
    const fixture = TestBed.createComponent(Page);
    document.body.append(fixture.nativeElement);
    await fixture.whenStable();
    const button: HTMLButtonElement = fixture.nativeElement.querySelector('button');
    button.focus();

    button.click();
    await fixture.whenStable();

    expect(fixture.nativeElement.querySelector('button')).toBeNull();
    expect(document.activeElement).toBe(fixture.nativeElement.querySelector('main'));
  });
});
