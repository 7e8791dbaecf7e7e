const en = {
  status: {
    checking: 'Asking the backend…',
    up: 'The backend is up',
    down: 'The backend does not answer',
    start: 'Start it with',
    again: 'Ask again',
    page: 'This page',
    backend: 'The backend',
  },
  features: 'What is in this app',
  next: 'What to do next',
  feature: {
    title: 'Add a feature',
    first: 'Your first one in one command: a list of books, with a form, a table and tests.',
    another: 'Another one in one command: a list of books, with a form, a table and tests.',
    detail:
      'A feature is two folders of the same name, and a line in each of two lists. Nothing else changes.',
    line: '+ a line',
  },
  environment: {
    title: 'See where the packages live',
    detail:
      'The backend has a Python environment of its own, apart from everything else on this computer.',
    venv: 'a virtual environment',
    link: 'Look at the environment',
  },
  commands: {
    title: 'Check your work',
    test: 'Run the tests of both sides',
    lint: 'Check the style of both',
    build: 'Build the app for a server',
  },
  yours: 'This page is yours to change:',
};

const ko: typeof en = {
  status: {
    checking: '백엔드에 묻는 중…',
    up: '백엔드가 켜져 있습니다',
    down: '백엔드가 응답하지 않습니다',
    start: '시작 명령:',
    again: '다시 묻기',
    page: '이 페이지',
    backend: '백엔드',
  },
  features: '이 앱의 기능',
  next: '다음에 할 일',
  feature: {
    title: '기능 추가하기',
    first: '첫 기능을 명령 하나로 만드세요. 책 목록과 입력 양식, 표, 테스트가 생깁니다.',
    another: '명령 하나로 또 만들 수 있습니다. 책 목록과 입력 양식, 표, 테스트가 생깁니다.',
    detail:
      '기능 하나는 이름이 같은 폴더 두 개와, 두 목록에 한 줄씩입니다. 다른 것은 바뀌지 않습니다.',
    line: '+ 한 줄',
  },
  environment: {
    title: '패키지가 있는 곳 보기',
    detail: '백엔드는 이 컴퓨터의 다른 것과 분리된 전용 파이썬 가상 환경을 사용합니다.',
    venv: '가상 환경',
    link: '환경 보기',
  },
  commands: {
    title: '작업 확인하기',
    test: '양쪽의 테스트 실행',
    lint: '양쪽의 코드 스타일 검사',
    build: '서버에 올릴 앱 빌드',
  },
  yours: '이 페이지는 마음대로 바꿔도 됩니다:',
};

export const homeTexts = { en, ko };
