import { inputBinding, outputBinding } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { StaleNotice } from './stale-notice';

async function render(differences: { label: string; value: string }[], chosen: string[] = []) {
  const fixture = TestBed.createComponent(StaleNotice, {
    bindings: [
      inputBinding('differences', () => differences),
      outputBinding('take', () => chosen.push('take')),
      outputBinding('keep', () => chosen.push('keep')),
    ],
  });
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}

describe('StaleNotice', () => {
  it('shows what the newer version says, and lets the visitor choose', async () => {
    const chosen: string[] = [];
    const element = await render([{ label: 'Title', value: 'Theirs' }], chosen);

    expect(element.querySelector('[role=alert] dl')?.textContent).toContain('Theirs');
    element.querySelectorAll('button').forEach((button) => button.click());
    expect(chosen).toEqual(['take', 'keep']);
  });

  it('says so where both are the same', async () => {
    const element = await render([]);

    expect(element.querySelector('dl')).toBeNull();
    expect(element.textContent).toContain('the same as yours');
  });
});
