import { Environment } from '../../api/types.gen';

/** Where the backend runs: in this project's venv, in another one, or in none. */
export type Verdict = 'project' | 'other' | 'none';

/** Returns the verdict on an environment: a venv is where `sys.prefix != sys.base_prefix`. */
export function verdictOn(environment: Environment): Verdict {
  if (!environment.is_virtual_environment) {
    return 'none';
  }
  return environment.is_project_venv ? 'project' : 'other';
}
