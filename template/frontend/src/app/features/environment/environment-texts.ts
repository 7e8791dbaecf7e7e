const en = {
  title: 'Environment',
  lead: 'Does the backend run in a virtual environment of its own?',
  verdict: {
    project: {
      answer: 'Yes',
      headline: 'The backend runs in its own virtual environment',
      why: 'The two differ, so this is a virtual environment, and it is this project’s backend/venv.',
    },
    other: {
      answer: 'Another one',
      headline: 'The backend runs in a virtual environment, but not in this project’s',
      why: 'The two differ, so this is a virtual environment, but another one than backend/venv.',
    },
    none: {
      answer: 'No',
      headline: 'The backend runs without a virtual environment',
      why: 'The two are the same, so this is no virtual environment: every program of this Python shares its packages.',
    },
  },
  remedy: 'Stop the backend, then run in the project’s folder:',
  diagram: {
    here: 'The backend runs here',
    unused: 'not in use',
    another: 'Another virtual environment',
    packages: (count: number) =>
      count === 1 ? '1 package of its own' : `${count} packages of its own`,
    shared: (count: number) => (count === 1 ? '1 package, shared' : `${count} packages, shared`),
    borrows: 'uses the interpreter and the standard library of',
    library: 'Interpreter and standard library',
  },
  interpreter: {
    title: 'Interpreter',
    executable: 'Executable',
    version: 'Version',
    platform: 'Platform',
    expected: 'This project’s environment',
  },
  packages: {
    title: 'Installed packages',
    search: 'Search the packages',
    found: (shown: number, total: number) => `${shown} of ${total}`,
    none: 'No package matches.',
    name: 'Package',
    version: 'Version',
  },
  absent: {
    title: 'This page is for development',
    detail:
      'In production the backend does not tell what it runs on. Start the project for development to see it:',
  },
};

const ko: typeof en = {
  title: '환경',
  lead: '백엔드가 전용 가상 환경에서 실행되고 있나요?',
  verdict: {
    project: {
      answer: '예',
      headline: '백엔드가 전용 가상 환경에서 실행되고 있습니다',
      why: '두 값이 다르므로 가상 환경이며, 이 프로젝트의 backend/venv입니다.',
    },
    other: {
      answer: '다른 환경',
      headline: '백엔드가 가상 환경에서 실행되고 있지만, 이 프로젝트의 것이 아닙니다',
      why: '두 값이 다르므로 가상 환경이지만, backend/venv가 아닌 다른 가상 환경입니다.',
    },
    none: {
      answer: '아니요',
      headline: '백엔드가 가상 환경 없이 실행되고 있습니다',
      why: '두 값이 같으므로 가상 환경이 아니며, 이 파이썬을 쓰는 모든 프로그램이 패키지를 함께 씁니다.',
    },
  },
  remedy: '백엔드를 멈추고 프로젝트 폴더에서 다음을 실행하세요:',
  diagram: {
    here: '백엔드 실행 위치',
    unused: '사용하지 않음',
    another: '다른 가상 환경',
    packages: (count: number) => `전용 패키지 ${count}개`,
    shared: (count: number) => `함께 쓰는 패키지 ${count}개`,
    borrows: '인터프리터와 표준 라이브러리를 빌려 씀',
    library: '인터프리터와 표준 라이브러리',
  },
  interpreter: {
    title: '인터프리터',
    executable: '실행 파일',
    version: '버전',
    platform: '플랫폼',
    expected: '이 프로젝트의 가상 환경',
  },
  packages: {
    title: '설치된 패키지',
    search: '패키지 검색',
    found: (shown: number, total: number) => `${total}개 중 ${shown}개`,
    none: '일치하는 패키지가 없습니다.',
    name: '패키지',
    version: '버전',
  },
  absent: {
    title: '개발용 페이지입니다',
    detail:
      '운영 환경에서는 백엔드가 실행 환경을 알려 주지 않습니다. 보려면 프로젝트를 개발용으로 시작하세요:',
  },
};

export const environmentTexts = { en, ko };
