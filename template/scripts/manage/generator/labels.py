"""What users read: made from names, or said with --label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .. import faults
from ..problem import Problem
from ..terminal.messages import text
from . import names

LANGUAGES = ("en", "ko")
LONGEST = 60
# en=Notes, one.ko=노트, due.ko=마감일, status.draft.en=Draft
ENTRY = re.compile(rf"(?:(?P<of>[^=]+)\.)?(?P<language>{'|'.join(LANGUAGES)})=(?P<words>.*)", re.DOTALL)
ONE = "one"
IN_CAPITALS = frozenset({"dvd", "html", "id", "isbn", "pdf", "url"})
# The Korean of names that features, fields and choices often have; a plural is looked up by its singular.
KOREAN = {
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

# {"en": "Due", "ko": "마감일"}
Label = dict[str, str]


@dataclass(frozen=True)
class Labels:
    """What was said with --label: for the feature (`many`, `one`), by field, and by field and choice."""

    many: Label = field(default_factory=dict)
    one: Label = field(default_factory=dict)
    fields: dict[str, Label] = field(default_factory=dict)
    choices: dict[tuple[str, str], Label] = field(default_factory=dict)

    def of_feature(self, feature: names.Names) -> dict[str, dict[str, str]]:
        """{"en": {"one": "Note", "many": "Notes"}, "ko": …}"""
        many = of_name(feature.name) | self.many
        one = of_name(feature.singular)
        if "en" in self.many:
            one["en"] = _singular(self.many["en"])
        if "ko" in self.many:
            # Korean counts without a plural.
            one["ko"] = self.many["ko"]
        one |= self.one
        return {language: {"one": one[language], "many": many[language]} for language in LANGUAGES}

    def of_field(self, name: str) -> Label:
        return of_name(name) | self.fields.get(name, {})

    def of_choice(self, name: str, choice: str) -> Label:
        return of_name(choice) | self.choices.get((name, choice), {})

    def require_known(self, known: Mapping[str, Iterable[str]]) -> None:
        """Raises Problem FA183 where a label is for a field, or a choice of one, that there is not.

        `known` holds the choices of each field.
        """
        for name in self.fields:
            if name not in known:
                raise Problem(
                    faults.NOT_A_LABEL, why=text("There is no field {name}.", name=name), entry=f"{name}.…"
                )
        for name, choice in self.choices:
            if choice not in known.get(name, ()):
                raise Problem(
                    faults.NOT_A_LABEL,
                    why=text("There is no choice {name}:{choice}.", name=name, choice=choice),
                    entry=f"{name}.{choice}.…",
                )


def read(entries: Iterable[str]) -> Labels:
    """What --label says. Raises Problem FA183 where an entry cannot be understood."""
    labels = Labels()
    for entry in entries:
        match = ENTRY.fullmatch(entry)
        if not match:
            raise Problem(faults.NOT_A_LABEL, entry=entry)
        words = _checked(entry, match["words"])
        name, _, choice = (match["of"] or "").partition(".")
        if choice:
            place = labels.choices.setdefault((name, choice), {})
        elif name == ONE:
            place = labels.one
        elif name:
            place = labels.fields.setdefault(name, {})
        else:
            place = labels.many
        place[match["language"]] = words
    return labels


def of_name(name: str) -> Label:
    """Made from a name: due → Due, 마감일; in Korean the English one where none is known."""
    words = [word.upper() if word in IN_CAPITALS else word for word in name.split("_")]
    english = " ".join(words)
    english = english[:1].upper() + english[1:]
    return {"en": english, "ko": KOREAN.get(name) or KOREAN.get(names.singular_of(name)) or english}


def _checked(entry: str, words: str) -> str:
    """The words, as one Unicode form. Raises Problem FA183 where they are no line of 1 to 60 letters."""
    words = unicodedata.normalize("NFC", words).strip()
    if not words or len(words) > LONGEST:
        why = text("A label has 1 to {longest} letters.", longest=LONGEST)
        raise Problem(faults.NOT_A_LABEL, why=why, entry=entry)
    # Cc: control characters, Cf: invisible ones that turn the direction, Cs: halves of a letter.
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in words):
        raise Problem(faults.NOT_A_LABEL, why=text("It holds a character that nobody sees."), entry=entry)
    return words


def _singular(many: str) -> str:
    """Reading lists → Reading list"""
    before, space, last = many.rpartition(" ")
    return f"{before}{space}{names.singular_of(last)}"
