import { Component, input } from '@angular/core';

/** Stands where there is nothing to show: why, and inside it what to do. */
@Component({
  selector: 'app-empty-state',
  styleUrl: './empty-state.css',
  template: `
    <svg viewBox="0 0 96 72" aria-hidden="true">
      <rect class="back" x="18" y="6" width="60" height="44" rx="8" />
      <rect class="front" x="8" y="20" width="80" height="46" rx="10" />
      <path d="M24 38h48M24 50h28" />
    </svg>
    <h2>{{ title() }}</h2>
    @if (detail(); as detail) {
      <p>{{ detail }}</p>
    }
    <ng-content />
  `,
})
export class EmptyState {
  readonly title = input.required<string>();
  readonly detail = input<string>();
}
