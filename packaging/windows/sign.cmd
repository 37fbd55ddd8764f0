@echo off
rem Sign a Windows file where a certificate is at hand; without one leave it as it is.
rem usage: sign.cmd FILE      XCEDU_SIGN_COMMAND: the command line that signs the file named last
if not defined XCEDU_SIGN_COMMAND exit /b 0
%XCEDU_SIGN_COMMAND% "%~1"
