import { EnvironmentProviders, makeEnvironmentProviders } from '@angular/core';
import { TitleStrategy } from '@angular/router';
import { PageTitle } from './page-title';

/** Returns what the core needs beside the router and the HTTP client. */
export function provideCore(): EnvironmentProviders {
  return makeEnvironmentProviders([{ provide: TitleStrategy, useClass: PageTitle }]);
}
