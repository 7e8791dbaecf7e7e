"""Words that cannot be names, as data: whose they are says why.

`FEATURES` counts for the plural that is typed, `SINGULARS` for what one row is called (it names variables and
a class), `FIELDS` for the fields of a feature, `COLUMNS` for what they are called in the database.
"""

from __future__ import annotations

import keyword


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


PYTHON = frozenset(keyword.kwlist)
# The class bodies of models and schemas use these: a field of that name would take their place.
IN_CLASSES = _words(
    "bool bytes classmethod date datetime decimal dict float int list object property set str tuple"
)
# Variables of these names would hide what the code around them calls.
BUILTINS = _words(
    "all any bool bytes dict dir enumerate filter float format getattr hash help id input int isinstance "
    "iter len list map max min next object open print property range repr reversed round set setattr "
    "sorted str sum super tuple type vars zip"
)
# ECMA-262, 13.1 "Reserved Words", in strict mode, and TypeScript's own.
TYPESCRIPT = _words(
    "abstract any arguments as async await boolean break case catch class const constructor continue "
    "debugger declare default delete do else enum eval export extends false finally for function get if "
    "implements import in instanceof interface let module namespace never new null number object of "
    "package private protected public readonly return set static string super switch symbol this throw "
    "true try type typeof undefined unknown var void while with yield"
)
# An object with a `then` is taken for a promise; the others are every object's own.
OBJECTS = frozenset({"constructor", "prototype", "then"})
# sqlite.org/lang_keywords.html: those that SQLite takes for no name.
SQLITE = _words(
    "add all alter and as autoincrement between case check collate commit constraint create default "
    "deferrable delete distinct drop else escape exists foreign from group having in index insert "
    "intersect into is isnull join limit not notnull null on or order primary references select set table "
    "then to transaction union unique update using values when where"
)
# postgresql.org/docs/current/sql-keywords-appendix.html: "reserved".
POSTGRESQL = _words(
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check "
    "collate collation column concurrently constraint create cross current_catalog current_date "
    "current_role current_schema current_time current_timestamp current_user default deferrable desc "
    "distinct do else end except false fetch for foreign freeze from full grant group having ilike in "
    "initially inner intersect into is isnull join lateral leading left like limit localtime "
    "localtimestamp natural not notnull null offset on only or order outer overlaps placing primary "
    "references returning right select session_user similar some symmetric system_user table tablesample "
    "then to trailing true union unique user using variadic verbose when where window with"
)
SQLALCHEMY = frozenset({"metadata", "registry", "query"})
# Attributes of pydantic's BaseModel (docs.pydantic.dev, "BaseModel"); all of model_… besides.
PYDANTIC = _words(
    "construct copy dict fields from_orm json parse_file parse_obj parse_raw schema schema_json "
    "update_forward_refs validate"
)
# What every table has already, and the word for a label's singular.
OWN_COLUMNS = frozenset({"id", "version", "created_at", "updated_at", "label", "one"})
# Addresses and folders that are taken: of the core, of its blueprints, of pytest.
CORE = _words(
    "api app assets content_policy core environment features health healthz home media openapi readyz "
    "static tests"
)
# What the files of a feature import or call something already: a row of that name would hide it.
IN_FEATURES = _words(
    "address address_of again api app asked backend base blueprint changes client compare computed "
    "control create data date datetime db deletions differences draft edit element error errors etag "
    "explain failure find form formats harness http inject invalid it json latest localized location "
    "method name newer now old op option options page put pytest read remove replace replaced request "
    "require require_seen resource response router routes row rows save saved seen select self session "
    "settle signal spec submit terms test text texts timedelta today total url url_for value words"
)
CLASSES = _words(
    "Amount Annotated Answer Any Base Blueprint Boolean Date DateTime Decimal Email Enum Error Field "
    "Flask FlaskClient ForeignKey Id IfMatch Index Integer IntegrityError Line ListQuery Literal Mapped "
    "Moment Numeric OptionalEmail OptionalLine OptionalText OptionalUrl Page Response Row RowData "
    "RowDetail Select Session SortBy String Test Text Unique Url UtcDateTime Whole"
)

FEATURES = {
    "Python": PYTHON,
    "SQL": SQLITE | POSTGRESQL,
    "TypeScript": TYPESCRIPT,
    "SQLAlchemy": SQLALCHEMY,
    "manage.py": frozenset({"field"}),
    "this project": CORE,
}
SINGULARS = {
    "Python": PYTHON | BUILTINS,
    "TypeScript": TYPESCRIPT,
    "this project": IN_FEATURES,
}
FIELDS = {
    "Python": PYTHON | IN_CLASSES,
    "JavaScript": OBJECTS,
    "SQLAlchemy": SQLALCHEMY,
    "pydantic": PYDANTIC,
    "every table": OWN_COLUMNS,
}
COLUMNS = {"SQL": SQLITE | POSTGRESQL, "every table": OWN_COLUMNS}


def owner(word: str, table: dict[str, frozenset[str]]) -> str | None:
    """Whose word this is ("Python", "SQL" …); None where it is free."""
    return next((name for name, words in table.items() if word in words), None)
