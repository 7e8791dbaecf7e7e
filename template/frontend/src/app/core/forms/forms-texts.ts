const en = {
  optional: 'optional',
  choose: 'Please choose',
  options: {
    none: 'There is nothing to choose yet.',
    failed: 'What can be chosen could not be loaded.',
  },
  flags: { true: 'Yes', false: 'No' },
  save: 'Save',
  saving: 'Saving…',
  cancel: 'Cancel',
  errors: {
    required: 'Please fill this in.',
    minLength: (least: number) => `At least ${least} characters, please.`,
    maxLength: (most: number) => `At most ${most} characters, please.`,
    min: (least: number) => `Not less than ${least}, please.`,
    max: (most: number) => `Not more than ${most}, please.`,
    integer: 'A whole number, please.',
    decimal: 'A number with at most two places, please: 12.50.',
    email: 'An email address, please: name@example.org.',
    url: 'A web address, please: https://example.org.',
    format: 'This is not written as it should be.',
    taken: 'This is taken already. Please choose another one.',
    takenChoice: 'This one is taken, or not there any more. Please choose another one.',
  },
  stale: {
    title: 'Somebody changed this in the meantime',
    detail: 'What you typed is still here. The newer version says:',
    same: 'The newer version says the same as yours.',
    take: 'Take the newer version',
    keep: 'Save mine over it',
  },
  leave: {
    title: 'Leave without saving?',
    detail: 'What you typed here is not saved yet.',
    leave: 'Leave',
    stay: 'Stay',
  },
};

const ko: typeof en = {
  optional: '선택 사항',
  choose: '선택하세요',
  options: {
    none: '아직 선택할 것이 없습니다.',
    failed: '선택할 것을 불러오지 못했습니다.',
  },
  flags: { true: '예', false: '아니요' },
  save: '저장',
  saving: '저장하는 중…',
  cancel: '취소',
  errors: {
    required: '필수 항목입니다.',
    minLength: (least: number) => `${least}자 이상 입력하세요.`,
    maxLength: (most: number) => `${most}자 이하로 입력하세요.`,
    min: (least: number) => `${least} 이상이어야 합니다.`,
    max: (most: number) => `${most} 이하여야 합니다.`,
    integer: '정수를 입력하세요.',
    decimal: '소수점 아래 두 자리까지의 수를 입력하세요. 예: 12.50',
    email: '이메일 주소를 입력하세요. 예: name@example.org',
    url: '웹 주소를 입력하세요. 예: https://example.org',
    format: '형식이 올바르지 않습니다.',
    taken: '이미 사용 중입니다. 다른 값을 입력하세요.',
    takenChoice: '이미 사용 중이거나 더 이상 없습니다. 다른 것을 선택하세요.',
  },
  stale: {
    title: '그사이 다른 사람이 수정했습니다',
    detail: '입력한 내용은 그대로 있습니다. 새 버전의 내용:',
    same: '새 버전은 입력한 내용과 같습니다.',
    take: '새 버전 사용',
    keep: '내 내용으로 저장',
  },
  leave: {
    title: '저장하지 않고 나갈까요?',
    detail: '입력한 내용이 아직 저장되지 않았습니다.',
    leave: '나가기',
    stay: '계속 작성',
  },
};

/** The words of forms. */
export const formsTexts = { en, ko };
