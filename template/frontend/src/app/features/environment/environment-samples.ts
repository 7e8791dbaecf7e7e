import { Environment } from '../../api/types.gen';

/** A backend in its own virtual environment, for the tests. */
export const inProjectVenv: Environment = {
  executable: '/home/minji/attendance/backend/venv/bin/python',
  version: '3.13.1',
  implementation: 'CPython',
  platform: 'Linux-6.8.0-x86_64-with-glibc2.39',
  prefix: '/home/minji/attendance/backend/venv',
  base_prefix: '/usr',
  is_virtual_environment: true,
  expected_prefix: '/home/minji/attendance/backend/venv',
  is_project_venv: true,
  distributions: [
    { name: 'click', version: '8.3.1', summary: 'Composable command line interface toolkit' },
    { name: 'Flask', version: '3.2.0', summary: 'A simple framework for web applications' },
    { name: 'Jinja2', version: '3.1.6', summary: 'A fast and expressive template engine' },
  ],
};

export const inAnotherVenv: Environment = {
  ...inProjectVenv,
  executable: '/home/minji/.venvs/old/bin/python',
  prefix: '/home/minji/.venvs/old',
  is_project_venv: false,
};

export const inNoVenv: Environment = {
  ...inProjectVenv,
  executable: '/usr/bin/python3',
  prefix: '/usr',
  is_virtual_environment: false,
  is_project_venv: false,
};
