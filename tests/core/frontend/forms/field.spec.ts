import { Component, signal } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { form, FormField, required, validate } from '@angular/forms/signals';
import { LanguageService } from '../language';
import { Field } from './field';

@Component({
  imports: [Field, FormField],
  selector: 'app-form',
  template: `
    <app-field label="Title" hint="Short, please"><input [formField]="form.title" /></app-field>
    <app-field label="Place"><input type="email" [formField]="form.place" /></app-field>
    <app-field label="Done"><input type="checkbox" [formField]="form.done" /></app-field>
  `,
})
class Form {
  readonly form = form(signal({ title: '', place: '', done: false }), (path) => {
    required(path.title);
    validate(path.place, ({ value }) => (value() === 'x' ? { kind: 'pattern' } : undefined));
  });
}

describe('Field', () => {
  let fixture: ComponentFixture<Form>;
  let element: HTMLElement;

  beforeEach(async () => {
    fixture = TestBed.createComponent(Form);
    element = fixture.nativeElement;
    await fixture.whenStable();
  });

  afterEach(() => localStorage.clear());

  function inputs(): HTMLInputElement[] {
    return [...element.querySelectorAll('input')];
  }

  async function leave(input: HTMLInputElement): Promise<void> {
    input.dispatchEvent(new Event('blur'));
    await fixture.whenStable();
  }

  /** What a screen reader says after the label. */
  function description(input: HTMLInputElement): string {
    const ids = input.getAttribute('aria-describedby')?.split(' ') ?? [];
    return ids.map((id) => element.querySelector(`#${id}`)?.textContent.trim()).join(' ');
  }

  it('ties the label to the control, each to its own', () => {
    expect(inputs().map(({ labels }) => labels?.[0].textContent.trim().split(/\s/)[0])).toEqual([
      'Title',
      'Place',
      'Done',
    ]);
    expect(new Set(inputs().map(({ id }) => id)).size).toBe(3);
  });

  it('says what may be left out, but not of a box', () => {
    const labels = [...element.querySelectorAll('label')].map(({ textContent }) => textContent);
    expect(labels.map((label) => label.includes('optional'))).toEqual([false, true, false]);
  });

  it('says nothing against what nobody has touched yet', () => {
    expect(inputs()[0].getAttribute('aria-invalid')).toBe('false');
    expect(description(inputs()[0])).toBe('Short, please');
  });

  it('shows the error of what was left, and reads it out', async () => {
    await leave(inputs()[0]);

    expect(inputs()[0].getAttribute('aria-invalid')).toBe('true');
    expect(description(inputs()[0])).toBe('Short, please Please fill this in.');
    expect(element.querySelector('[role=alert]')?.textContent).toContain('Please fill this in.');
  });

  it('says what a pattern is about', async () => {
    fixture.componentInstance.form.place().value.set('x');
    await leave(inputs()[1]);

    expect(description(inputs()[1])).toContain('An email address');
  });

  it('speaks Korean', async () => {
    await leave(inputs()[0]);
    TestBed.inject(LanguageService).choose('ko');
    await fixture.whenStable();

    expect(description(inputs()[0])).toContain('필수 항목입니다.');
  });
});
