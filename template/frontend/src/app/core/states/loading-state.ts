import { Component } from '@angular/core';
import { injectTexts } from '../language';
import { coreTexts } from '../texts';

/** Grey lines in the place of what is being loaded, and the word for screen readers. */
@Component({
  selector: 'app-loading-state',
  styleUrl: './loading-state.css',
  template: `
    <p class="visually-hidden" role="status">{{ texts().loading }}</p>
    <div class="skeleton" aria-hidden="true">
      <span></span>
      <span></span>
      <span></span>
    </div>
  `,
})
export class LoadingState {
  protected readonly texts = injectTexts(coreTexts);
}
