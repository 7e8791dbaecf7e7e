import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form, FormField, required } from '@angular/forms/signals';
import { focusFirstError } from './focus-first-error';

@Component({
  imports: [FormField],
  selector: 'app-form',
  template: '<input [formField]="form.first" /><input [formField]="form.second" />',
})
class Form {
  readonly form = form(signal({ first: 'filled in', second: '' }), (path) => {
    required(path.first);
    required(path.second);
  });
}

describe('focusFirstError', () => {
  it('leads to the first field that has an error', async () => {
    const fixture = TestBed.createComponent(Form);
    document.body.append(fixture.nativeElement);
    await fixture.whenStable();

    focusFirstError(fixture.componentInstance.form);

    expect(document.activeElement).toBe(fixture.nativeElement.querySelectorAll('input')[1]);
  });
});
