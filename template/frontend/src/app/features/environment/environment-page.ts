import { httpResource } from '@angular/common/http';
import { Component, computed } from '@angular/core';
import { Environment } from '../../core/api/types.gen';
import { injectTexts } from '../../core/language';
import { toFailure } from '../../core/problem';
import { ResourceState } from '../../core/states/resource-state';
import { environmentTexts } from './environment-texts';
import { FilePath } from './file-path';
import { PackageTable } from './package-table';
import { VerdictPanel } from './verdict-panel';

/** Shows at a glance whether the backend runs in its own virtual environment. */
@Component({
  imports: [FilePath, PackageTable, ResourceState, VerdictPanel],
  selector: 'app-environment-page',
  styleUrl: './environment-page.css',
  templateUrl: './environment-page.html',
})
export default class EnvironmentPage {
  protected readonly environment = httpResource<Environment>(() => '/api/environment');
  protected readonly texts = injectTexts(environmentTexts);

  /** In production the backend has no such route. */
  protected readonly absent = computed(() => {
    const failure = toFailure(this.environment.error());
    return failure.kind !== 'unreachable' && failure.status === 404;
  });
}
