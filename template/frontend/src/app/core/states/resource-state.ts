import { Component, input, ResourceRef } from '@angular/core';
import { ErrorState } from './error-state';
import { LoadingState } from './loading-state';

/** Stands in for a resource that has no value: it is loading, or it failed. */
@Component({
  imports: [ErrorState, LoadingState],
  selector: 'app-resource-state',
  // While the resource reloads it keeps its error, and so the button keeps the focus.
  template: `
    @if (resource().error(); as error) {
      <app-error-state
        [error]="error"
        [busy]="resource().isLoading()"
        (retry)="resource().reload()"
      />
    } @else {
      <app-loading-state />
    }
  `,
})
export class ResourceState {
  readonly resource = input.required<ResourceRef<unknown>>();
}
