@echo off
rem Windows: finds a Python that is new enough and hands everything over to new.py.
setlocal EnableExtensions DisableDelayedExpansion
call "%~dp0..\template\scripts\find-python.cmd"
if not defined PYTHON exit /b 3
%PYTHON% -X utf8 "%~dp0new.py" %*
exit /b %errorlevel%
