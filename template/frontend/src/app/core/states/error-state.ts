import { Component, computed, input, output } from '@angular/core';
import { injectTexts } from '../language';
import { toFailure } from '../problem';
import { coreTexts } from '../texts';

/** Says why a request failed and what to do, with a button to try again. */
@Component({
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
}
