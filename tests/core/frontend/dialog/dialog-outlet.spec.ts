import { ComponentFixture, TestBed } from '@angular/core/testing';
import { DialogOutlet } from './dialog-outlet';
import { Dialogs } from './dialogs';

const question = { title: 'Leave?', detail: 'Nothing is saved.', yes: 'Leave', no: 'Stay' };

describe('DialogOutlet', () => {
  let fixture: ComponentFixture<DialogOutlet>;
  let element: HTMLElement;
  let dialogs: Dialogs;

  beforeEach(async () => {
    // jsdom draws nothing, so nothing is modal there.
    HTMLDialogElement.prototype.showModal = vi.fn();
    fixture = TestBed.createComponent(DialogOutlet);
    element = fixture.nativeElement;
    dialogs = TestBed.inject(Dialogs);
    await fixture.whenStable();
  });

  async function ask(): Promise<{ answer: Promise<boolean> }> {
    const answer = dialogs.confirm(question);
    await fixture.whenStable();
    return { answer };
  }

  async function press(words: string): Promise<void> {
    const buttons = [...element.querySelectorAll('button')];
    buttons.find(({ textContent }) => textContent.trim() === words)?.click();
    await fixture.whenStable();
  }

  it('opens a modal dialog with the question, once', async () => {
    await ask();

    const dialog = element.querySelector('dialog')!;
    expect(dialog.showModal).toHaveBeenCalledOnce();
    expect(dialog.textContent).toContain('Nothing is saved.');
    expect(element.querySelector(`#${dialog.getAttribute('aria-labelledby')}`)?.textContent).toBe(
      'Leave?',
    );
  });

  it.each([
    ['Leave', true],
    ['Stay', false],
  ])('answers %s with %s, and goes', async (words, expected) => {
    const { answer } = await ask();

    await press(words);

    expect(await answer).toBe(expected);
    expect(element.querySelector('dialog')).toBeNull();
  });

  it('takes the Escape key for a no', async () => {
    const { answer } = await ask();

    element.querySelector('dialog')?.dispatchEvent(new Event('close'));

    expect(await answer).toBe(false);
  });

  it('answers an older question with no when there is a newer one', async () => {
    const { answer } = await ask();

    void dialogs.confirm(question);

    expect(await answer).toBe(false);
    expect(dialogs.asked()).toBeDefined();
  });
});
