@echo off
rem Installs WhyNot into a Fiji folder, or removes it again:
rem   scripts\install-into-fiji.bat [--remove | --replace] C:\path\to\Fiji
rem This only finds a Java to run with; the work is done by 'scripts\whynot.bat install-into-fiji', on every system the same.
setlocal

rem Fiji brings a Java of its own, which will do where no other is installed.
set "WHYNOT_FIJI_JAVA="
for %%W in (%*) do (
	for /d %%P in ("%%~W\java\*" "%%~W\..\java\*") do (
		for /d %%J in ("%%~P\*") do (
			if exist "%%~J\bin\java.exe" set "WHYNOT_FIJI_JAVA=%%~J\bin\java.exe"
			for /d %%K in ("%%~J\*") do if exist "%%~K\bin\java.exe" set "WHYNOT_FIJI_JAVA=%%~K\bin\java.exe"
		)
	)
)
call "%~dp0whynot.bat" install-into-fiji %*
exit /b %errorlevel%
