@echo off
rem Sets PYTHON to a command that starts a Python that is new enough; exit code 3 where there is none.
rem Called by the launchers beside it. Candidates are run, not only found: the Microsoft Store alias,
rem a launcher without a Python, and a broken or too old Python all answer with an error.
set "PYTHON="
set "PYTHONHOME="
set "PYTHONPATH="
rem The install manager must not install a Python just because it is asked for one.
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
if defined APP_PYTHON call :try "%APP_PYTHON%"
if not defined PYTHON call :try py -3
if not defined PYTHON call :try python
if not defined PYTHON call :try python3
if defined PYTHON exit /b 0
echo FA001 Python 3.11 or newer was not found. 1>&2
echo   Get it from https://www.python.org/downloads/ and run this again. 1>&2
echo   One that lies elsewhere:  set APP_PYTHON=C:\path\to\python.exe 1>&2
exit /b 3

:try
%* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if "%errorlevel%"=="0" set PYTHON=%*
exit /b 0
