const en = {
  skipToContent: 'Skip to the content',
  navigation: 'Main',
  language: 'Language',
  stuck: 'Stuck? This finds out why:',
  loading: 'Loading…',
  tryAgain: 'Try again',
  close: 'Close',
  yes: 'Yes',
  no: 'No',
  unreachable: {
    title: 'The backend does not answer',
    detail: 'Start it in the project’s folder, then try again:',
  },
  unexpected: {
    title: 'An unexpected answer',
    detail: (status: number) => `Something other than the backend answered (status ${status}).`,
  },
  notFound: {
    title: 'There is no page here',
    detail: 'The address may be mistyped, or the page has moved.',
    home: 'Go to the first page',
  },
};

// With the type of `en`, a text that is missing here does not compile.
const ko: typeof en = {
  skipToContent: '본문으로 건너뛰기',
  navigation: '주 메뉴',
  language: '언어',
  stuck: '막혔나요? 원인을 찾아 줍니다:',
  loading: '불러오는 중…',
  tryAgain: '다시 시도',
  close: '닫기',
  yes: '예',
  no: '아니요',
  unreachable: {
    title: '백엔드가 응답하지 않습니다',
    detail: '프로젝트 폴더에서 백엔드를 시작한 뒤 다시 시도하세요:',
  },
  unexpected: {
    title: '예상하지 못한 응답입니다',
    detail: (status: number) => `백엔드가 아닌 다른 프로그램이 응답했습니다(상태 코드 ${status}).`,
  },
  notFound: {
    title: '페이지가 없습니다',
    detail: '주소를 잘못 입력했거나 페이지가 옮겨졌습니다.',
    home: '첫 페이지로 가기',
  },
};

/** The words of the shell and of what every feature shares. */
export const coreTexts = { en, ko };
