import { Component, computed, input } from '@angular/core';
import { Environment } from '../../api/types.gen';
import { injectTexts } from '../../core/language';
import { environmentTexts } from './environment-texts';
import { FilePath } from './file-path';
import { verdictOn } from './verdict';

/** Two boxes: the virtual environment, and the Python that it was made from. */
@Component({
  imports: [FilePath],
  selector: 'app-environment-diagram',
  styleUrl: './environment-diagram.css',
  templateUrl: './environment-diagram.html',
})
export class EnvironmentDiagram {
  readonly environment = input.required<Environment>();

  protected readonly texts = injectTexts(environmentTexts);
  protected readonly verdict = computed(() => verdictOn(this.environment()));
}
