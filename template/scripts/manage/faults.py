"""The faults that this project knows: for each its code, its sentence, and what helps.

docs/problems.md has a section for each code, in other languages too; terminal/translations/ holds the texts
in those. Two rows have one code where one section explains both. What stands in {braces} is filled in where
a fault comes about.
"""

from __future__ import annotations

from dataclasses import dataclass

# What a verb ends with: it failed, or it was called in a way that it does not know.
FAILED = 1
USAGE = 2

# What `doctor --fix` can do about a fault: verbs/doctor.py says how.
SETUP = "setup"
LINE_ENDS = "line ends"


@dataclass(frozen=True)
class Command:
    """A command that helps, as it is typed in the project's folder; `note` stands behind it in brackets.

    `manage.py …` is shown with the word that starts Python on this machine in front.
    """

    words: str
    note: str = ""


@dataclass(frozen=True)
class Fault:
    """One row. `helps` holds commands, and advice in words; `fix` is what `doctor --fix` can do, if anything.

    `warns`: doctor only warns of it, because the project works all the same.
    """

    code: str
    says: str
    helps: tuple[str | Command, ...] = ()
    warns: bool = False
    fix: str = ""
    exit_code: int = FAILED


SET_UP = Command("manage.py setup")
SET_UP_ANEW = Command("manage.py setup --clean")
# No remedy is the command that has just failed: something that changes what it does comes before it.
FIX_FIRST = "Fix what the last lines tell; then"
MAKE_ROOM = "Free some space, or let TMPDIR name a folder with room"
WITH_A_NETWORK = "(on a machine with a network)"
LOSES_CHANGES = "(takes your changes to it away)"

# --- Starting manage.py ---
NO_VERB = Fault("FA002", "There is no verb {verb!r}.", (Command("manage.py --help"),), exit_code=USAGE)
NEW_PYTHON = Fault(
    "FA003",
    "Python {version} is newer than this project knows. Packages may not be ready for it: "
    "3.11 to {newest} are.",
    ("If set-up fails, let APP_PYTHON name an older Python and run the bootstrap script",),
    warns=True,
)
PYTHON_OF_32_BITS = Fault(
    "FA004",
    "This Python is the 32-bit one, for which there are neither Node nor all packages.",
    ("Install the 64-bit Python from {address}",),
)
PROJECT_FILE = Fault(
    "FA010",
    "project.toml cannot be used.",
    (Command("git checkout -- project.toml", LOSES_CHANGES),),
)

# --- The virtual environment ---
NOT_SET_UP = Fault(
    "FA020", "This project has not been set up yet: backend/venv has no Python.", (SET_UP,), fix=SETUP
)
VENV_BROKEN = Fault("FA021", "{folder} cannot be used: {fault}.", (SET_UP,), fix=SETUP)
VENV_NOT_MADE = Fault("FA022", "The virtual environment could not be made.")
VENV_IN_THE_WAY = Fault(
    "FA023",
    "{folder} is in the way: it is not a virtual environment.",
    ("Rename the folder {folder}", SET_UP),
)
VENV_NOT_DELETED = Fault(
    "FA024",
    "{folder} could not be deleted.",
    (
        Command("deactivate", "(in each terminal that shows (venv))"),
        "End that program",
        Command("{again}"),
    ),
)
ACTIVATED_IS_GONE = Fault(
    "FA025",
    "The prompt shows a virtual environment that is gone: {folder}. `python` is another one.",
    (Command("deactivate"),),
    warns=True,
)
ACTIVATED_IS_ANOTHER = Fault(
    "FA025",
    "Another virtual environment is activated in this terminal: {folder}.",
    (Command("deactivate"),),
    warns=True,
)
PROMPT_IS_WRONG = Fault(
    "FA025",
    "The prompt shows (venv), but the `python` that was typed is {python}.",
    (Command("deactivate"),),
    warns=True,
)
CONDA_IS_ACTIVATED = Fault(
    "FA025",
    "A virtual environment of conda is activated: {folder}.",
    (Command("conda deactivate"),),
    warns=True,
)
VENV_IS_A_LINK = Fault(
    "FA026",
    "{folder} is a link to {target}: whatever is installed here is changed there too, and the other way "
    "round.",
    (Command("manage.py setup", "(makes one of its own, once the link is gone)"),),
    warns=True,
)

# --- The Python packages ---
PACKAGES_FAILED = Fault("FA030", "{name} could not install the Python packages.", (FIX_FIRST, SET_UP))
PIP_LEFT_OUT = Fault(
    "FA030",
    "{name} ended well, and these packages are not in backend/venv all the same: {names}.",
    (
        "See what its settings say: target, prefix or root there puts packages elsewhere",
        Command("{name} config list"),
        SET_UP,
    ),
)
PACKAGES_DIFFER = Fault(
    "FA031", "The Python packages are not yet the ones of requirements.txt.", (SET_UP,), fix=SETUP
)
PACKAGES_ARE_MISSING = Fault(
    "FA032", "Missing or half installed in backend/venv: {names}.", (SET_UP,), fix=SETUP
)

# --- The project's own Python code ---
FEATURE_HAS_NO_FOLDER = Fault(
    "FA033",
    "The list of features names {name!r}, but there is no backend/app/features/{name}/routes.py.",
    ("Write that file, or take the name out of backend/app/features/__init__.py",),
)
MODULE_IS_MISSING = Fault(
    "FA034",
    "{file}, line {line} imports {name!r}, which is not there.",
    (
        "A package: write its name below the marked line of backend/requirements.txt, and set up",
        SET_UP,
        "A file of yours: is it there, and is its name spelled like this?",
    ),
)
MISTAKE_IN_CODE = Fault(
    "FA035", "Python stops at {file}, line {line}: {error}", ("Fix that line, and save the file",)
)
REQUIREMENTS_WRITTEN_ANEW = Fault(
    "FA036",
    "backend/requirements.txt was written anew, as by `pip freeze`, so updates of the template cannot change "
    "it any more: {lost}.",
    (SET_UP,),
    warns=True,
)

# --- Node, the frontend, the types ---
NO_ENGINES = Fault(
    "FA040",
    'frontend/package.json does not say which Node it needs ("engines").',
    (Command("git checkout -- frontend/package.json", LOSES_CHANGES),),
)
NO_NODE = Fault(
    "FA041",
    "This machine has {node}; this Angular needs Node {range}.",
    (Command("manage.py setup", "(installs one into backend/venv)"),),
    fix=SETUP,
)
NPM_FAILED = Fault("FA042", "npm could not install the frontend's packages.", (FIX_FIRST, SET_UP))
NPM_LEFT_OUT = Fault(
    "FA042",
    "npm ended well, and these packages are not there all the same: {names}.",
    (
        "See whether the disk is full, and what npm's settings say",
        Command("manage.py npm config list"),
        SET_UP,
    ),
)
NODE_DOES_NOT_RUN = Fault(
    "FA043",
    "The Node in backend/venv does not run on this machine.",
    ("Install Node {range} from {address}", SET_UP),
)
NPM_PROGRAMS_ARE_MISSING = Fault(
    "FA055",
    "npm, npx or corepack of the Node in backend/venv is missing: other programs cannot call it.",
    (SET_UP,),
    fix=SETUP,
)
NODE_MODULES_DIFFER = Fault(
    "FA044",
    "The frontend's packages are missing or not yet the ones of package-lock.json.",
    (SET_UP,),
    fix=SETUP,
)
NOT_BUILT = Fault(
    "FA045", "The frontend has not been built yet: frontend/dist is empty.", (Command("manage.py build"),)
)
TYPES_DIFFER = Fault("FA046", "The frontend's types are not those of the API.", (Command("manage.py types"),))
TYPES_FAILED = Fault("FA047", "The types could not be made.", (FIX_FIRST, Command("manage.py types")))
FOREIGN_NODE_MODULES = Fault(
    "FA048",
    "frontend/node_modules has programs of another system in the place of this one's: {names}.",
    (SET_UP,),
    fix=SETUP,
)
ESBUILD_DOES_NOT_RUN = Fault(
    "FA048",
    "esbuild, which builds the frontend, does not run on this machine.",
    ("Let the virus scanner allow it, if one has blocked it", SET_UP_ANEW),
)
MANIFESTS_UNREADABLE = Fault(
    "FA049",
    "frontend/package.json or package-lock.json cannot be read.",
    (Command("git checkout -- frontend/package.json frontend/package-lock.json", LOSES_CHANGES),),
)
MANIFESTS_DIFFER = Fault(
    "FA049",
    "package.json was changed without npm; package-lock.json has others: {names}.",
    (Command("manage.py npm install"), SET_UP),
)

# --- Ports and servers ---
NO_PORT = Fault(
    "FA050",
    "Port {port} and the ports after it are all busy.",
    ("End the programs that hold them, or give another port: see --help",),
)
PORT_IS_HELD = Fault(
    "FA050",
    "Port {port} of the {side} is held by {owner}. `dev` takes the next free one.",
    (Command("manage.py dev --{option} {other}"),),
    warns=True,
)
SERVER_NOT_STARTED = Fault("FA051", "The {side} could not be started.", ("Set up anew with `setup --clean`",))
SERVER_ENDED = Fault("FA052", "The {side} ended with code {code}.", ("Fix what they say, and start again",))
NO_LOOPBACK = Fault(
    "FA053",
    "Programs on this machine cannot reach each other through 127.0.0.1: {error}.",
    ("Let the firewall allow connections on 127.0.0.1, or restart the machine",),
)
SERVER_RUNS = Fault(
    "FA054",
    "{holder} runs in this project, and set-up has to change what it uses.",
    ("End `{verb}` with Ctrl-C in its terminal; then", SET_UP),
)

# --- This machine ---
NO_TEMPORARY_FOLDER = Fault("FA060", "No temporary folder can be written to.", (MAKE_ROOM,))
DISK_IS_FULL = Fault(
    "FA060",
    "The disk of {folder} is full: {needed} are needed, {free} are free.",
    ("Free some space on the disk of {folder}",),
)
TEMPORARY_DISK_IS_FULL = Fault("FA060", DISK_IS_FULL.says, (MAKE_ROOM,))
DISK_FILLED_UP = Fault("FA060", "The disk became full on the way.", ("Free about 1 GB on this disk", SET_UP))
NOT_WRITABLE = Fault(
    "FA061",
    "{folder} cannot be written to.",
    ("Move the project to a folder of yours, or make this one yours",),
)
HARMFUL_VARIABLES = Fault(
    "FA062",
    "Set in this terminal: {names}. manage.py keeps them from the programs that it runs; what "
    "you start by hand sees them.",
    warns=True,
)
PATH_IS_TOO_LONG = Fault(
    "FA063",
    "The path of this folder has {length} characters; with more than {limit}, files of packages "
    "do not fit into what Windows allows.",
    ("Move the project nearer to the top, such as C:\\work\\app",),
    warns=True,
)
SYNCHRONISED_FOLDER = Fault(
    "FA064",
    "{service} synchronises this folder: it would upload tens of thousands of files, and hold "
    "some while they are needed.",
    ("Move the project out of {service}; git is its backup",),
    warns=True,
)
FOLDERS_NAME = Fault(
    "FA065",
    "The path of this folder contains {sign!r}, and the project's tools cannot work in such a folder.",
    ("Rename the folder, or move the project: {folder}",),
)
WINDOWS_DRIVE_IN_WSL = Fault(
    "FA066",
    "This folder lies on a Windows drive, seen from Linux (WSL): slow, and changes go unseen.",
    ("Move the project into Linux' own home folder, or use it from Windows",),
    warns=True,
)
FEW_FILE_WATCHES = Fault(
    "FA067",
    "This Linux lets programs watch {watches} files only; editors use them up.",
    (Command("sudo sysctl fs.inotify.max_user_watches=524288"),),
    warns=True,
)
SUDO = Fault(
    "FA068",
    "This runs with sudo: what it makes will belong to root, and not to {user}.",
    ("Run it without sudo: nothing here needs it",),
    warns=True,
)

# --- git ---
NO_GIT = Fault(
    "FA070",
    "git was not found. The app runs without it; updates of the template need it.",
    ("Install git from {address}",),
    warns=True,
)
NO_COMMIT = Fault(
    "FA071",
    "The project has no commit yet. Updates of the template need one.",
    (Command("git init"), Command("git add --all"), Command('git commit -m "Start from the template"')),
    warns=True,
)
NOT_ADDED = Fault(
    "FA071",
    "The repository {folder} around this project does not keep it. Updates of the template need a commit.",
    (Command("git add --all ."), Command('git commit -m "Start from the template"')),
    warns=True,
)
INSTALLED_IS_COMMITTED = Fault(
    "FA072",
    "git keeps {folders}: on other machines, they do not work.",
    (
        Command("git rm -r -q --cached {paths}"),
        Command('git commit -m "Keep what is installed out of git"'),
    ),
    warns=True,
)
OPEN_CONFLICT = Fault(
    "FA077",
    "An update's conflict is still open in {names}.",
    ("Settle it: docs/update.md tells how", Command("git diff")),
)
NOT_KEPT = Fault(
    "FA078",
    "These files are in no commit, though no .gitignore of this project names them: {names}. "
    "An update would take them for deleted.",
    (
        Command("git -c core.excludesFile= add {paths}"),
        Command('git commit -m "Add what was missing"'),
        "Or write them into .gitignore, if they should stay out",
    ),
    warns=True,
)
GIT_KNOWS_NOBODY = Fault("FA073", "git does not know who you are; it will refuse to commit.", warns=True)
WRONG_LINE_ENDS = Fault(
    "FA074",
    "The line ends of these files are another system's, so they may not run: {names}.",
    (Command("manage.py doctor --fix"),),
    warns=True,
    fix=LINE_ENDS,
)
GIT_DISTRUSTS_FOLDER = Fault(
    "FA075",
    "git does not trust this folder, because it belongs to another user.",
    (Command("git config --global --add safe.directory {folder}"),),
    warns=True,
)

# --- doctor, and manage.py itself ---
BUG = Fault(
    "FA098",
    "manage.py has a mistake of its own here: it is not about your code.",
    ("Tell those who keep the template, with these lines: {address}",),
)
CHECK_CRASHED = Fault("FA099", "This check itself failed: {error}")

# --- The network ---
UNREACHABLE = Fault("FA100", "{name} cannot reach the packages: {reason}")
NO_ANSWER = Fault(
    "FA103",
    "{name} got no answer within {seconds} s: the network or this machine is slow.",
    ("Try again, or use an offline kit",),
    warns=True,
)

# --- The editor ---
EDITOR_NOT_TOLD = Fault(
    "FA110",
    "VS Code is not told of backend/venv: it would run another Python.",
    ("Add to {file}:  {line}",),
    warns=True,
)

# --- The offline kit ---
KIT_FOR_WHAT = Fault(
    "FA120",
    "{option} does not know {words}.",
    (Command("manage.py kit make {option} {example}"),),
    exit_code=USAGE,
)
KIT_HAS_NO_PLACE = Fault("FA121", "The kit cannot be put there.")
KIT_NOT_DOWNLOADED = Fault(
    "FA122",
    "{name} could not download what belongs into the kit.",
    (FIX_FIRST, Command("manage.py kit make")),
)
NOT_READY_FOR = Fault(
    "FA122",
    "{name} is not ready for {system}.",
    ("Leave that system or that Python out of --for and --python",),
)
READY_FOR_NONE = Fault(
    "FA122",
    "There is no system and no Python that all packages are ready for.",
    (Command("manage.py kit make --for {system}"),),
)
NO_KIT = Fault(
    "FA123",
    "{path} is not a kit.",
    ("Name the folder or the .zip file that `manage.py kit make` has made",),
)
KIT_IS_DAMAGED = Fault(
    "FA124", "The kit {path} is damaged.", ("Copy it again; eject a stick before you pull it out",)
)
KIT_IS_NEWER = Fault(
    "FA125",
    "This kit was made by a newer version of this project's scripts.",
    ("Use the project that the kit was made with, or make a kit with this one",),
)
KIT_IS_FOR_OTHER_REQUIREMENTS = Fault(
    "FA126",
    "The kit was made for another state of the requirements.",
    (
        "Take the project's files as they were when the kit was made, or",
        Command("manage.py kit make", WITH_A_NETWORK),
    ),
)
KIT_IS_FOR_OTHERS = Fault(
    "FA127",
    "The kit is not for this machine.",
    (Command("manage.py kit make --for {system} --python {python}", WITH_A_NETWORK),),
)
NO_KIT_FITS = Fault(
    "FA127",
    KIT_IS_FOR_OTHERS.says,
    ("There are no kits for such a machine: set it up with a network, or use another Python",),
)
NO_ROOM_FOR_KIT = Fault("FA128", "The temporary folder has no room to unpack the kit.", (MAKE_ROOM,))
KIT_NOT_WRITTEN = Fault(
    "FA129",
    "The kit could not be written to {path}.",
    ("See that there is room, and that you may write there",),
)

# --- The folders and limits of whoever is logged in ---
NO_CACHE = Fault(
    "FA130",
    "{folder} cannot be written to; npm keeps there what it has downloaded.",
    (
        "Let HOME name a folder of yours, or npm_config_cache a folder for npm",
        "Or make that folder yours",
    ),
)
REFUSED = "Where that is refused: open a new terminal, or ask whoever manages this machine"
FEW_FILES = Fault(
    "FA132",
    "In this terminal, a program may open {limit} files at once only: npm would hang.",
    (Command("ulimit -n {needed}", "(in this terminal; then the same again)"), REFUSED),
)
FEW_PROGRAMS = Fault(
    "FA132",
    "You may start hardly any more programs and threads; the limit is {limit}.",
    (Command("ulimit -u {needed}", "(in this terminal; then the same again)"), "End other programs", REFUSED),
)
FEW_ADDRESSES = Fault(
    "FA132",
    "In this terminal, a program gets {limit} of memory addresses only; Node needs {needed} at least.",
    (Command("ulimit -v unlimited", "(in this terminal; then the same again)"), REFUSED),
)
TEMPORARY_FOLDER_TAKES_NOTHING = Fault(
    "FA131",
    "{name} names {folder}, where no file can be written; manage.py uses {other} in its place. What you "
    "start by hand may fail.",
    (MAKE_ROOM,),
    warns=True,
)

# --- Updating ---
NO_COPIER = Fault(
    "FA140",
    "Copier, which renders the template, could not be installed.",
    (FIX_FIRST, Command("manage.py update")),
)
NO_ORIGIN = Fault(
    "FA141",
    "{file} does not say what this project was made from.",
    (Command("git log --patch -- .copier-answers.yml", "(shows what it said)"),),
)
TEMPLATE_UNREACHABLE = Fault(
    "FA142",
    "The template cannot be read at {address}.",
    (
        "See that the address is right, and that this machine reaches it",
        Command("manage.py update --from ADDRESS", "(where the template has moved)"),
    ),
)
SHALLOW_TEMPLATE = Fault(
    "FA143",
    "The template's repository at {address} does not have its whole history.",
    (Command("git fetch --unshallow", "(in that repository)"),),
)
NO_SUCH_VERSION = Fault(
    "FA144",
    "The template at {address} has no version {version}.",
    (Command("manage.py update --from ADDRESS", "(where the template has moved)"),),
)
NOT_RENDERED = Fault("FA145", "The template could not be rendered with this project's answers.")
GIT_FAILED = Fault("FA146", "`git {words}` failed.")
UNSAVED = Fault(
    "FA147",
    "No commit has these changes yet: {names}. A commit is the way back from an update.",
    (Command("git add --all"), Command('git commit -m "Before the update"')),
)
GIT_IS_BUSY = Fault(
    "FA148",
    "Another git is at work here, or one was killed: {file} is there.",
    ("Wait until it has ended. If none runs any more, delete that file",),
)
IN_THE_WAY = Fault(
    "FA149",
    "The update brings files to places where others lie that git does not keep: {names}.",
    ("Move them away, or commit them; then", Command("manage.py update")),
)
GIT_UNDER_WAY = Fault(
    "FA150",
    "A `git {verb}` is not finished here.",
    (Command("git {verb} --continue"), Command("git {verb} --abort")),
)
UPDATE_UNDER_WAY = Fault(
    "FA151",
    "The update from {old} to {new} is not finished.",
    (
        Command("manage.py update --continue", "(when it looks right)"),
        Command("manage.py update --abort", "(takes it back)"),
    ),
)
NO_UPDATE_UNDER_WAY = Fault(
    "FA152",
    "No update is under way.",
    (Command("git log --oneline", "(`git revert` takes a committed update back)"),),
    exit_code=USAGE,
)
UPDATE_CONFLICTS = Fault(
    "FA153",
    "You and the template have changed the same places in: {names}.",
    (
        "Decide in each file what stays between <<<<<<< and >>>>>>>, and delete these marks; then",
        Command("git add --all"),
        Command("manage.py update --continue"),
        Command("manage.py update --abort", "(takes the whole update back)"),
    ),
)
OLDER_VERSION = Fault(
    "FA154",
    "{version} is older than the version that this project has, {present}.",
    (Command("git log -- .copier-answers.yml", "(the commits of earlier updates: the way back)"),),
)
ANSWER_NOT_ALLOWED = Fault(
    "FA156",
    "The template's version {version} does not allow an answer of this project any more: {answers}.",
    ("Give another one",),
)
NOTHING_TO_BRING = Fault(
    "FA159",
    "New projects have nothing at {path} that this one lacks.",
    (Command("manage.py update --dry-run", "(names what they have besides)"),),
    exit_code=USAGE,
)
AGAIN_WITH_CARE = (
    "To put this update aside, and do it again without losing them:",
    Command("git add --all ."),
    Command("git stash push -- ."),
    Command("manage.py update"),
)
LOST_BY_COPIER = Fault(
    "FA157",
    "`copier update` may have lost or brought back against your wish: {names}. HEAD still has yours.",
    AGAIN_WITH_CARE,
)
NOT_LOOKED_AT = Fault(
    "FA158",
    "`copier update` drops some changes without a word, and whether it has lost yours could not be looked "
    "at.",
    AGAIN_WITH_CARE,
    warns=True,
)
NO_CHANGE = Fault(
    "FA155",
    "--data {item!r} is no answer: an answer is KEY=VALUE.",
    (Command("manage.py update --data backend_port=8010"),),
    exit_code=USAGE,
)

# --- The database ---
NOT_MIGRATED = Fault(
    "FA160",
    "The database could not be brought up to date.",
    ("Fix what the message tells; then", Command("manage.py db upgrade")),
)
DATABASE_UNREACHABLE = Fault(
    "FA161",
    "The database's server does not answer.",
    ("Start it, or correct APP_DATABASE_URL in backend/.env; then", Command("manage.py db upgrade")),
)
NO_DATABASE = Fault(
    "FA162",
    "This project has no database.",
    (Command("manage.py update --data database=sqlite", "(brings one)"),),
)

# --- Features: `manage.py add` and `manage.py remove` ---
NOT_A_NAME = Fault(
    "FA171",
    "{name!r} cannot be a name: small letters a-z, digits and single underscores, a letter first, "
    "at most {longest}.",
    ("Take a name such as book_titles",),
    exit_code=USAGE,
)
NAME_IS_RESERVED = Fault("FA172", "{name!r} cannot be a name here.", ("Take another word",), exit_code=USAGE)
NAME_IS_TAKEN = Fault(
    "FA173",
    "There is a feature {name!r} already: {places}.",
    (
        "Take another name, or",
        Command("manage.py remove {name}", "(takes away what `add` wrote)"),
    ),
    exit_code=USAGE,
)
NO_SINGULAR = Fault(
    "FA174",
    "What is one of the {name!r} called? There must be a word for many, and another one for one.",
    ("Name many of them (notes), or say what one is called: --singular {proposed}",),
    exit_code=USAGE,
)
NOT_A_FIELD = Fault(
    "FA175",
    "{word!r} cannot be understood. A field is NAME:KIND, then what else is known of it: "
    "title:string:120:optional.",
    (Command("manage.py add --help"),),
    exit_code=USAGE,
)
NO_KIND = Fault(
    "FA176",
    "{word!r}: there is no kind {kind!r}.",
    ("The kinds: {kinds}",),
    exit_code=USAGE,
)
NO_MODIFIER = Fault(
    "FA177",
    "{word!r}: {kind} knows no {part!r}.",
    ("It knows: {known}",),
    exit_code=USAGE,
)
MODIFIER_DOES_NOT_FIT = Fault(
    "FA177", "{word!r}: {kind} cannot have {modifier}.", ("Leave it out",), exit_code=USAGE
)
NOT_A_DEFAULT = Fault(
    "FA178",
    "{word!r}: {words!r} cannot be the default of {name}.",
    ("Give another default, or none",),
    exit_code=USAGE,
)
NO_SUCH_LIMIT = Fault("FA179", "{word!r} has a limit that cannot be.", ("Change it",), exit_code=USAGE)
NO_TARGET = Fault(
    "FA180",
    "{word!r}: there is no feature {target!r} to refer to.",
    ("Add that feature first",),
    exit_code=USAGE,
)
FIELD_TWICE = Fault(
    "FA181",
    "{one!r} and {other!r} are both called {name!r}.",
    ("Take another name for one of them",),
    exit_code=USAGE,
)
NO_FIELDS = Fault(
    "FA182",
    "{name!r} has no fields, and this is no terminal to ask for them.",
    (Command("manage.py add {name} title:string:120 body:text:optional"),),
    exit_code=USAGE,
)
NOT_A_LABEL = Fault(
    "FA183",
    "{entry!r} cannot be understood as a label.",
    ("A label is {of_feature}, {of_field} (a field's) or {of_choice} (a choice's)",),
    exit_code=USAGE,
)

LIST_NOT_FOUND = Fault(
    "FA184",
    "The list `features` in {path} is not written out, so nothing can be added to it.",
    ("Write this into it yourself, and call `add` again: {entry}",),
)
SEVERAL_HEADS = Fault(
    "FA185",
    "Two migrations are both the newest: {names}.",
    ("Let the later one follow the other: write its name behind `down_revision =`",),
)
NO_SLICE = Fault(
    "FA186",
    "No feature {name!r} was written by `manage.py add` here.",
    ("These were: {known}",),
    exit_code=USAGE,
)
SLICE_IS_DAMAGED = Fault(
    "FA186", "{path} cannot be read.", (Command("git checkout -- {path}", "(as it was committed)"),)
)
IS_REFERRED_TO = Fault(
    "FA187",
    "Other features refer to {name!r}: {others}.",
    ("Take away what refers to it first",),
)
NEEDS_DEFAULT = Fault(
    "FA188",
    "{word!r}: the rows that are there would have no value for it.",
    ("Say `optional`, or give a default: {word}={example}",),
    exit_code=USAGE,
)
NEEDS_OPTIONAL = Fault(
    "FA188",
    "{word!r}: the rows that are there would have no value for it, and a default cannot be given here.",
    ("Say `optional`: {word}:optional",),
    exit_code=USAGE,
)
STEP_FAILED = Fault("FA189", "`{command}` failed.", (FIX_FIRST, "Call the same again"))

# --- lesson ---
NO_LESSON = Fault(
    "FA190", "There is no lesson {word!r}.", (Command("manage.py lesson list"),), exit_code=USAGE
)
NO_LESSON_BEGUN = Fault(
    "FA191", "No lesson was begun.", (Command("manage.py lesson start", "(the next one)"),), exit_code=USAGE
)
LESSON_NOT_BEGUN = Fault(
    "FA191",
    "Lesson {number} was not begun: {title}.",
    (Command("manage.py lesson start {number}"),),
    exit_code=USAGE,
)
LESSON_BEGUN = Fault(
    "FA192",
    "Lesson {number} was begun already: {title}. Its files are in {folder}.",
    (
        Command("manage.py lesson check {number}", "(looks at your work)"),
        Command("manage.py lesson undo {number}", "(takes it away; then begin again)"),
    ),
)
SCRATCH_IN_THE_WAY = Fault(
    "FA193",
    "There is a folder {folder} already that is not of the lessons.",
    ("Rename it: the tasks need this name",),
)
SCRATCH_NOT_DELETED = Fault(
    "FA194",
    "{folder} could not be deleted.",
    ("End what uses it: terminals in that folder, servers, editors; then call the same again",),
)
LESSON_NEEDS_A_COMMIT = Fault(
    "FA195",
    "This lesson works in the project's own files, and no commit has these changes yet: {names}.",
    (Command("git add --all"), Command('git commit -m "Before the lesson"')),
)
LESSON_NOT_UNDONE = Fault(
    "FA196",
    "The database could not go back to where the lesson began. All files are as they were.",
    (
        "Fix what the last lines tell; then call the same again",
        Command("manage.py db reset", "(deletes all data, and makes the tables anew)"),
    ),
)

# --- Causes: why a program that was run has failed. Each is told behind "Most likely". ---
PACKAGE_IS_NOT_READY = Fault(
    "FA003",
    "a package is not ready for this Python.",
    ("Use a Python that all packages are ready for: APP_PYTHON names one to the bootstrap script",),
)
LOCK_FILE_IS_OLD = Fault(
    "FA049", "package.json and package-lock.json do not belong together.", (Command("manage.py npm install"),)
)
FULL_DISK = Fault("FA060", "the disk is full.", ("Free about 1 GB on this disk",))
TOO_FEW_WATCHES = Fault("FA067", "programs may watch too few files on this Linux.", FEW_FILE_WATCHES.helps)
FILE_IN_USE = Fault(
    "FA069",
    "a file is used by a program, or is not yours.",
    ("End what uses this project (servers, editors, terminals), and see that its folder is yours",),
)
NO_NETWORK = Fault(
    "FA100", "there is no network.", ("Connect this machine to the network, or use an offline kit",)
)
STRANGE_CERTIFICATE = Fault(
    "FA101",
    "this network opens encrypted connections (a school's or company's proxy), and its certificate is "
    "not trusted.",
    ("Let Python and Node trust that certificate: set PIP_CERT and NODE_EXTRA_CA_CERTS to its file",),
)
PROXY_REFUSES = Fault(
    "FA102",
    "the proxy that this machine is set to use does not let it through.",
    ("Correct or unset HTTPS_PROXY and HTTP_PROXY, and npm's and pip's own setting `proxy`",),
)
SLOW_NETWORK = Fault(
    "FA103",
    "the network is slow, or blocks it.",
    ("Wait a little and try again, or use an offline kit",),
)


def every() -> list[Fault]:
    """All rows."""
    return [value for value in globals().values() if isinstance(value, Fault)]
