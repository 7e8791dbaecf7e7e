@echo off
rem Windows: finds a Python that is new enough and hands everything over to manage.py setup.
setlocal EnableExtensions DisableDelayedExpansion
call "%~dp0find-python.cmd"
if not defined PYTHON exit /b 3
%PYTHON% -X utf8 "%~dp0..\manage.py" setup %*
exit /b %errorlevel%
