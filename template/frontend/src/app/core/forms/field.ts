import { Component, computed, contentChild, effect, input, ViewEncapsulation } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { injectTexts } from '../language';
import { errorText } from './error-text';
import { formsTexts } from './forms-texts';

let count = 0;

/**
 * A control with its label, its hint and its errors, tied together for screen readers:
 *
 *     <app-field [label]="texts().fields.title">
 *       <input [formField]="form.title" />
 *     </app-field>
 *
 * Errors show when the visitor has left the control, or has tried to save.
 */
@Component({
  selector: 'app-field',
  styleUrls: ['./controls.css', './field.css'],
  templateUrl: './field.html',
  // The control is not the field's own, yet it gets its look here.
  encapsulation: ViewEncapsulation.None,
  host: { '[class.checkbox]': 'isCheckbox()' },
})
export class Field {
  /** What the control is for. */
  readonly label = input.required<string>();

  /** What helps to fill it in. */
  readonly hint = input<string>();

  protected readonly id = `field-${++count}`;
  protected readonly texts = injectTexts(formsTexts);

  private readonly control = contentChild.required(FormField);
  private readonly state = computed(() => this.control().state());

  protected readonly isCheckbox = computed(() => this.element().type === 'checkbox');
  protected readonly isOptional = computed(() => !this.isCheckbox() && !this.state().required());

  protected readonly errors = computed(() => {
    const control = this.element().inputMode || this.element().type;
    const errors = this.state().touched() ? this.state().errors() : [];
    const texts = errors.map((error) => errorText(error, this.texts().errors, control));
    return [...new Set(texts)];
  });

  constructor() {
    effect(() => {
      const element = this.element();
      const invalid = this.errors().length > 0;
      element.id = this.id;
      element.setAttribute('aria-invalid', String(invalid));
      element.setAttribute('aria-describedby', this.descriptions(invalid).join(' '));
    });
  }

  private element(): HTMLInputElement {
    return this.control().element as HTMLInputElement;
  }

  /** The ids of what is read out after the label. */
  private descriptions(invalid: boolean): string[] {
    return [...(this.hint() ? [`${this.id}-hint`] : []), ...(invalid ? [`${this.id}-errors`] : [])];
  }
}
