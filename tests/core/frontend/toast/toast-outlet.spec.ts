import { ComponentFixture, TestBed } from '@angular/core/testing';
import { ToastOutlet } from './toast-outlet';
import { Toasts } from './toasts';

describe('ToastOutlet', () => {
  let fixture: ComponentFixture<ToastOutlet>;
  let element: HTMLElement;
  let toasts: Toasts;

  beforeEach(() => {
    vi.useFakeTimers();
    fixture = TestBed.createComponent(ToastOutlet);
    element = fixture.nativeElement;
    toasts = TestBed.inject(Toasts);
    TestBed.tick();
  });

  afterEach(() => vi.useRealTimers());

  function show(message: Parameters<Toasts['show']>[0]): Promise<boolean> {
    const chosen = toasts.show(message);
    TestBed.tick();
    return chosen;
  }

  function wait(seconds: number): number {
    vi.advanceTimersByTime(seconds * 1000);
    TestBed.tick();
    return element.querySelectorAll('.toast').length;
  }

  it('is a place that screen readers listen to, before there is a message', () => {
    expect(element.getAttribute('role')).toBe('status');
    expect(element.textContent?.trim()).toBe('');
  });

  it('shows a message for a while', async () => {
    const chosen = show({ text: 'Saved.' });
    expect(element.textContent).toContain('Saved.');
    expect(wait(5)).toBe(1);

    expect(wait(5)).toBe(0);
    expect(await chosen).toBe(false);
  });

  it('tells whether its action was chosen', async () => {
    const chosen = show({ text: 'Deleted.', action: 'Undo' });

    element.querySelector<HTMLElement>('.action')?.click();
    TestBed.tick();

    expect(await chosen).toBe(true);
    expect(element.querySelector('.toast')).toBeNull();
  });

  it('can be closed', async () => {
    const chosen = show({ text: 'Deleted.', action: 'Undo' });

    element.querySelector<HTMLElement>('[aria-label=Close]')?.click();

    expect(await chosen).toBe(false);
  });

  it.each([
    ['mouseenter', 'mouseleave'],
    ['focusin', 'focusout'],
  ])('stays from %s to %s', (begin, end) => {
    void show({ text: 'Deleted.', action: 'Undo' });
    const toast = element.querySelector('.toast')!;

    toast.dispatchEvent(new Event(begin));
    expect(wait(60)).toBe(1);

    toast.dispatchEvent(new Event(end));
    expect(wait(60)).toBe(0);
  });

  it('keeps what went wrong until it is closed', () => {
    void show({ text: 'Not deleted.', isError: true });

    expect(wait(600)).toBe(1);
  });

  it('shows several, the oldest first', () => {
    void show({ text: 'One' });
    void show({ text: 'Two' });

    const texts = [...element.querySelectorAll('p')].map(({ textContent }) => textContent);
    expect(texts).toEqual(['One', 'Two']);
  });
});
