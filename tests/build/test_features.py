"""What `add` writes for many features of all kinds passes the project's own checks, all in one project."""

from __future__ import annotations

from pathlib import Path

from harness.running import manage, succeed

# Each kind, needed and optional, with modifiers and defaults; features without a text; awkward names.
FEATURES = {
    "users": ["name:string:80", "email:email:unique"],
    "notes": ["title:string:120", "body:text:optional", "status:enum:draft:done=draft", "due:date:optional"],
    "book_things": [
        "name:string:40:unique", "story:text", "length:integer:min:1:max:500", "price:decimal:min:0",
        "done:boolean", "day:date=today", "at:datetime=now", "state:enum:open:closed", "mail:email",
        "site:url", "owner:ref:users", "name_too:string:optional", "story_too:text:optional",
        "pages_too:integer:optional", "price_too:decimal:optional=9.99",
        "done_too:boolean:optional=true", "day_too:date:optional",
        "at_too:datetime:optional=2027-03-01T09:00Z", "state_too:enum:open:closed:optional",
        "mail_too:email:optional", "site_too:url:optional", "owner_too:ref:users:optional",
    ],
    "marks": ["score:integer"],
    "flags": ["done:boolean=false"],
    "choices": ["state:enum:yes_please:no_thanks"],
    "links": ["page:url", "story:text:optional"],
    "seats": ["owner:ref:users:unique", "amount:decimal:unique:optional"],
}  # fmt: skip
LABELS = {"book_things": ["en=Things", "ko=것", 'name.ko=그 "이름"', "name.en=It's name"]}


def test_features_of_all_kinds_pass_the_checks_of_the_frontend_in_one_project(spare: Path) -> None:
    for name, words in FEATURES.items():
        labels = [part for label in LABELS.get(name, []) for part in ("--label", label)]
        succeed(manage(spare, "add", name, *words, *labels))
    succeed(manage(spare, "types", "--check"))
    succeed(manage(spare, "lint"))
    succeed(manage(spare, "test", "frontend"))
    succeed(manage(spare, "build"))
