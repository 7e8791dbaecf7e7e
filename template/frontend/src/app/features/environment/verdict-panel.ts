import { Component, computed, input } from '@angular/core';
import { Environment } from '../../api/types.gen';
import { injectTexts } from '../../core/language';
import { ManageCommand } from '../../core/manage-command';
import { EnvironmentDiagram } from './environment-diagram';
import { environmentTexts } from './environment-texts';
import { verdictOn } from './verdict';

/** The answer in one word, why, and what to do when it is not "yes". */
@Component({
  imports: [EnvironmentDiagram, ManageCommand],
  selector: 'app-verdict-panel',
  styleUrl: './verdict-panel.css',
  templateUrl: './verdict-panel.html',
  host: { '[class]': 'verdict()' },
})
export class VerdictPanel {
  readonly environment = input.required<Environment>();

  protected readonly texts = injectTexts(environmentTexts);
  protected readonly verdict = computed(() => verdictOn(this.environment()));
}
