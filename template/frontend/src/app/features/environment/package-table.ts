import { Component, computed, input, signal } from '@angular/core';
import { Distribution } from '../../api/types.gen';
import { injectTexts } from '../../core/language';
import { environmentTexts } from './environment-texts';

/** The installed packages, with a search over names and summaries. */
@Component({
  selector: 'app-package-table',
  styleUrl: './package-table.css',
  templateUrl: './package-table.html',
})
export class PackageTable {
  readonly packages = input.required<readonly Distribution[]>();

  protected readonly texts = injectTexts(environmentTexts);
  protected readonly query = signal('');

  protected readonly shown = computed(() => {
    const wanted = this.query().trim().toLowerCase();
    return this.packages().filter(({ name, summary }) =>
      `${name} ${summary}`.toLowerCase().includes(wanted),
    );
  });
}
