import { Component, DOCUMENT, inject, input } from '@angular/core';

/** A command of this project, as it is typed on the system of whoever reads it. */
@Component({
  selector: 'app-manage-command',
  template: `<code>{{ python }} manage.py {{ verb() }}</code>`,
})
export class ManageCommand {
  /** What to do: `dev`, `test` … */
  readonly verb = input.required<string>();

  // The installer of python.org puts `py` on Windows, and there only; `python` is often missing.
  protected readonly python = /Windows|win32/.test(
    inject(DOCUMENT).defaultView?.navigator.userAgent ?? '',
  )
    ? 'py'
    : 'python3';
}
