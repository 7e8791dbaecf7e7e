"""Korean: words for names that features, fields and choices often have, and particles that fit."""

from __future__ import annotations

# A plural is looked up by its singular.
KNOWN = {
    "absent": "결석", "active": "사용 중", "address": "주소", "age": "나이", "amount": "금액", "answer": "답",
    "archived": "보관됨", "author": "지은이", "birthday": "생일", "body": "내용", "book": "책",
    "booking": "예약", "category": "분류", "checked": "확인됨", "choice": "선택", "city": "도시",
    "class": "반", "closed": "닫힘", "color": "색", "comment": "의견", "content": "내용", "count": "수",
    "country": "나라", "course": "강좌", "customer": "고객", "day": "날짜", "deadline": "마감일",
    "description": "설명", "doing": "진행 중", "done": "완료", "draft": "초안", "due": "마감일",
    "email": "이메일", "end": "끝", "event": "행사", "excused": "인정 결석", "file": "파일", "grade": "학년",
    "group": "모둠", "happened_on": "날짜", "high": "높음", "homework": "숙제", "image": "그림",
    "isbn": "ISBN", "item": "항목", "kind": "종류", "late": "지각", "lesson": "수업", "level": "수준",
    "link": "링크", "loan": "대출", "low": "낮음", "medium": "보통", "meeting": "모임", "memo": "메모",
    "message": "메시지", "name": "이름", "normal": "보통", "note": "노트", "number": "번호", "open": "열림",
    "order": "주문", "owner": "담당자", "page": "쪽", "paid": "결제됨", "period": "교시", "person": "사람",
    "phone": "전화번호", "photo": "사진", "place": "장소", "points": "점수", "post": "글", "present": "출석",
    "price": "가격", "priority": "우선순위", "product": "상품", "project": "프로젝트", "published": "게시됨",
    "quantity": "수량", "question": "질문", "rating": "평점", "reason": "사유", "recipe": "요리법",
    "returned": "반납됨", "review": "평", "room": "교실", "school": "학교", "score": "점수", "seat": "자리",
    "size": "크기", "start": "시작", "state": "상태", "status": "상태", "stock": "재고", "student": "학생",
    "subject": "과목", "summary": "요약", "tag": "태그", "task": "할 일", "teacher": "선생님", "team": "팀",
    "time": "시간", "title": "제목", "todo": "할 일", "topic": "주제", "total": "합계", "user": "사용자",
    "visit": "방문", "website": "웹사이트", "weight": "무게", "year": "연도",
}  # fmt: skip
EXAMPLES = ("노트", "제목", "초안")
# Hangul syllables, in the order of their final consonants: the first of 28 has none.
HANGUL = range(0xAC00, 0xD7A4)
FINALS = 28


def one_of(many: str) -> str:
    """Korean counts without a plural."""
    return many


def texts(one: str, many: str) -> dict[str, str]:
    """What the pages of a feature say."""
    return {
        "new": f"새 {one}",
        "edit": f"{one} 수정",
        "empty": f"아직 {with_particle(many, '이', '가')} 없습니다",
        "notFound": f"찾는 {with_particle(one, '이', '가')} 없습니다",
    }


def with_particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """A word with the particle that fits its end: 노트가, 책이; both where nobody knows: PDF이(가)."""
    last = ord(word[-1])
    if last not in HANGUL:
        return f"{word}{after_consonant}({after_vowel})"
    return word + (after_consonant if (last - HANGUL.start) % FINALS else after_vowel)
