const en = {
  title: 'Notes',
  new: 'New note',
  edit: 'Edit note',
  empty: 'No notes yet',
  notFound: 'There is no such note',
  fields: {
    title: 'Title',
    body: 'Body',
    status: 'Status',
    due: 'Due',
  },
  choices: {
    status: { draft: 'Draft', done: 'Done' },
  },
};

// With the type of `en`, a text that is missing here does not compile.
const ko: typeof en = {
  title: '노트',
  new: '새 노트',
  edit: '노트 수정',
  empty: '아직 노트가 없습니다',
  notFound: '찾는 노트가 없습니다',
  fields: {
    title: '제목',
    body: '내용',
    status: '상태',
    due: '마감일',
  },
  choices: {
    status: { draft: '작성 중', done: '완료' },
  },
};

export const notesTexts = { en, ko };
