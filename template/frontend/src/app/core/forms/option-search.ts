import { Component, input } from '@angular/core';
import { injectTexts } from '../language';
import { listTexts } from '../list/list-texts';
import { Options } from './options';

/** Narrows the options of a `<select>`, where there are more than it can offer. */
@Component({
  selector: 'app-option-search',
  template: `
    @if (options().isLong()) {
      <input
        #box
        type="search"
        autocomplete="off"
        maxlength="200"
        [placeholder]="texts().search"
        [attr.aria-label]="texts().search"
        (change)="options().search(box.value.trim())"
      />
    }
  `,
})
export class OptionSearch {
  readonly options = input.required<Options>();

  protected readonly texts = injectTexts(listTexts);
}
