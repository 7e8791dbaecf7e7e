import { inputBinding } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Environment } from '../../api/types.gen';
import { LanguageService } from '../../core/language';
import { inAnotherVenv, inNoVenv, inProjectVenv } from './environment-samples';
import { environmentTexts } from './environment-texts';
import { VerdictPanel } from './verdict-panel';

async function render(environment: Environment): Promise<HTMLElement> {
  const fixture = TestBed.createComponent(VerdictPanel, {
    bindings: [inputBinding('environment', () => environment)],
  });
  await fixture.whenStable();
  return fixture.nativeElement;
}

function text(element: HTMLElement, selector: string): string | undefined {
  return element.querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim();
}

describe('VerdictPanel', () => {
  const texts = () => TestBed.inject(LanguageService).of(environmentTexts);

  it("says yes in the project's virtual environment, and asks for nothing", async () => {
    const element = await render(inProjectVenv);

    expect(text(element, '.short')).toBe(texts().verdict.project.answer);
    expect(text(element, '.answer code')).toBe('sys.prefix != sys.base_prefix');
    expect(text(element, '.here .name')).toBe('backend/venv');
    expect(text(element, '.here')).toContain(texts().diagram.packages(3));
    expect(element.querySelector('pre')).toBeNull();
  });

  it('tells another virtual environment from the own one, and what to do', async () => {
    const element = await render(inAnotherVenv);

    expect(text(element, '.short')).toBe(texts().verdict.other.answer);
    expect(text(element, '.answer code')).toBe('sys.prefix != sys.base_prefix');
    expect(text(element, '.here')).toContain('/home/minji/.venvs/old');
    expect(text(element, 'pre')).toMatch(/^py\w* manage.py setup py\w* manage.py dev$/);
  });

  it('says no without a virtual environment, and what to do', async () => {
    const element = await render(inNoVenv);

    expect(text(element, '.short')).toBe(texts().verdict.none.answer);
    expect(text(element, '.answer code')).toBe('sys.prefix == sys.base_prefix');
    expect(text(element, '.unused')).toContain('/home/minji/attendance/backend/venv');
    expect(text(element, '.here')).toContain('/usr');
    expect(text(element, 'pre')).toMatch(/^py\w* manage.py setup py\w* manage.py dev$/);
  });
});
