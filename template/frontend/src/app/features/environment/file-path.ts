import { Component, computed, input } from '@angular/core';

/** A path that breaks after its separators, so that a long one stays readable. */
@Component({
  selector: 'app-file-path',
  template: `
    <code>
      @for (part of parts(); track $index) {
        <span>{{ part }}</span><wbr />
      }
    </code>
  `,
})
export class FilePath {
  readonly path = input.required<string>();

  protected readonly parts = computed(() => this.path().split(/(?<=[\\/])/));
}
