import { DOCUMENT, inputBinding } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ManageCommand } from './manage-command';

describe('ManageCommand', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 'py manage.py dev'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 'python3 manage.py dev'],
    ['Mozilla/5.0 (darwin) jsdom/30.1.3', 'python3 manage.py dev'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'python3 manage.py dev'],
  ])('is typed on %s as %s', (userAgent, command) => {
    vi.spyOn(TestBed.inject(DOCUMENT).defaultView!.navigator, 'userAgent', 'get').mockReturnValue(
      userAgent,
    );
    const fixture = TestBed.createComponent(ManageCommand, {
      bindings: [inputBinding('verb', () => 'dev')],
    });
    TestBed.tick();

    expect(fixture.nativeElement.textContent).toBe(command);
  });
});
