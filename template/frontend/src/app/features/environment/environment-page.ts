import { httpResource } from '@angular/common/http';
import { Component, computed, isDevMode } from '@angular/core';
import { Environment } from '../../api/types.gen';
import { injectTexts } from '../../core/language';
import { ManageCommand } from '../../core/manage-command';
import { toFailure } from '../../core/problem';
import { ResourceState } from '../../core/states/resource-state';
import { environmentTexts } from './environment-texts';
import { FilePath } from './file-path';
import { PackageTable } from './package-table';
import { VerdictPanel } from './verdict-panel';

/** Shows at a glance whether the backend runs in its own virtual environment. */
@Component({
  imports: [FilePath, ManageCommand, PackageTable, ResourceState, VerdictPanel],
  selector: 'app-environment-page',
  styleUrl: './environment-page.css',
  templateUrl: './environment-page.html',
})
export default class EnvironmentPage {
  protected readonly environment = httpResource<Environment>(() =>
    // In production the backend has no such route: the built app does not ask for it.
    isDevMode() ? '/api/environment' : undefined,
  );
  protected readonly texts = injectTexts(environmentTexts);

  protected readonly absent = computed(() => {
    const failure = toFailure(this.environment.error());
    return !isDevMode() || (failure.kind !== 'unreachable' && failure.status === 404);
  });
}
