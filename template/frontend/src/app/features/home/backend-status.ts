import { httpResource } from '@angular/common/http';
import { Component, computed } from '@angular/core';
import { Health } from '../../api/types.gen';
import { injectTexts } from '../../core/language';
import { ManageCommand } from '../../core/manage-command';
import { homeTexts } from './home-texts';

type Status = 'checking' | 'up' | 'down';

/** Shows whether the backend answers; asks again when somebody comes back to the window. */
@Component({
  imports: [ManageCommand],
  selector: 'app-backend-status',
  styleUrl: './backend-status.css',
  templateUrl: './backend-status.html',
  host: {
    '(window:focus)': 'health.reload()',
    '[class]': 'status()',
  },
})
export class BackendStatus {
  protected readonly health = httpResource<Health>(() => '/api/health');
  protected readonly texts = injectTexts(homeTexts);

  /** While asking again the last answer stands: a resource that reloads keeps it. */
  protected readonly status = computed<Status>(() => {
    if (this.health.hasValue()) {
      return 'up';
    }
    return this.health.error() ? 'down' : 'checking';
  });
}
