import { Component, computed, DestroyRef, DOCUMENT, inject, input, output } from '@angular/core';
import { focusContentIfLost } from '../focus-content';
import { injectTexts } from '../language';
import { ManageCommand } from '../manage-command';
import { toFailure } from '../problem';
import { coreTexts } from '../texts';

/** Says why a request failed and what to do, with a button to try again. */
@Component({
  imports: [ManageCommand],
  selector: 'app-error-state',
  styleUrl: './error-state.css',
  templateUrl: './error-state.html',
})
export class ErrorState {
  /** What `httpResource` or `HttpClient` reported. */
  readonly error = input.required<unknown>();

  /** Whether the request is being made again. */
  readonly busy = input(false);

  /** The visitor wants the request to be made again. */
  readonly retry = output();

  protected readonly texts = injectTexts(coreTexts);
  protected readonly failure = computed(() => toFailure(this.error()));

  private asked = false;

  constructor() {
    const document = inject(DOCUMENT);
    inject(DestroyRef).onDestroy(() => {
      // It went well: the button goes, and whoever pressed it stays on the page with the focus.
      if (this.asked) {
        focusContentIfLost(document);
      }
    });
  }

  protected askAgain(): void {
    this.asked = true;
    this.retry.emit();
  }
}
