@echo off
rem Runs WhyNot from a command prompt: scripts\whynot COMMAND [--parameter value ...] [VIDEO ...]
rem In a clone of the source the plugin is built first where needed. WHYNOT_JAVA_OPTS are handed to Java.
setlocal
for %%I in ("%~dp0..") do set "HOME_FOLDER=%%~fI"

rem Java 17 or newer: JAVA_HOME's first, else the one on the path, else that of the Fiji that is installed into.
set "JAVA="
set "FOUND="
if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
if not defined JAVA for %%I in (java.exe) do call :try "%%~$PATH:I"
if not defined JAVA if defined WHYNOT_FIJI_JAVA call :try "%WHYNOT_FIJI_JAVA%"
if not defined JAVA (
	echo whynot: Java 17 or newer is needed.%FOUND% Install it, for example from adoptium.net, or set JAVA_HOME to its folder. 1>&2
	exit /b 1
)

rem A release has its jars in lib; a clone builds them in target.
set "PLACE=%HOME_FOLDER%\lib"
set "LIBRARIES=%HOME_FOLDER%\lib"
if exist "%HOME_FOLDER%\lib\WhyNot_-*.jar" goto pick
if not exist "%HOME_FOLDER%\pom.xml" (
	echo whynot: There are neither jars in "%HOME_FOLDER%\lib" nor sources to build in "%HOME_FOLDER%". Download WhyNot again. 1>&2
	exit /b 1
)
set "STAMP=%HOME_FOLDER%\target\.whynot-built"
if not exist "%STAMP%" goto build
if not exist "%HOME_FOLDER%\target\dependency" goto build
if not exist "%HOME_FOLDER%\target\WhyNot_-*.jar" goto build
rem The build is old if one of the sources is newer than its stamp.
powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:STAMP).LastWriteTime; $s=Get-ChildItem -Recurse -File -LiteralPath ($env:HOME_FOLDER+'\src\main'),($env:HOME_FOLDER+'\pom.xml'),($env:HOME_FOLDER+'\plugins.config'); if ($s | Where-Object { $_.LastWriteTime -gt $t }) { exit 1 }"
if not errorlevel 1 goto built

:build
where mvn >nul 2>nul || (
	echo whynot: Maven is needed to build WhyNot once. Install it from maven.apache.org, or download a release. 1>&2
	exit /b 1
)
echo whynot: Building. The first time this downloads some hundred MB and takes minutes. 1>&2
if not exist "%HOME_FOLDER%\target" mkdir "%HOME_FOLDER%\target"
type nul > "%STAMP%.new"
if exist "%HOME_FOLDER%\target\dependency" rmdir /s /q "%HOME_FOLDER%\target\dependency"
for %%I in ("%JAVA%\..\..") do set "JAVA_HOME=%%~fI"
pushd "%HOME_FOLDER%"
call mvn -q -B -Dstyle.color=never -Dmaven.test.skip=true package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/dependency 1>&2
if errorlevel 1 (
	popd
	echo whynot: The build failed; Maven's messages above say why. 1>&2
	exit /b 1
)
popd
move /y "%STAMP%.new" "%STAMP%" >nul

:built
set "PLACE=%HOME_FOLDER%\target"
set "LIBRARIES=%HOME_FOLDER%\target\dependency"

:pick
set "CLASSES=%LIBRARIES%\*"
for /f "delims=" %%J in ('dir /b /o-d "%PLACE%\WhyNot_-*.jar" ^| findstr /v /r "sources\.jar tests\.jar javadoc\.jar"') do (
	set "CLASSES=%PLACE%\%%J;%LIBRARIES%\*"
	goto run
)

:run
rem Threads of the engine that wait must not keep the processor busy.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
rem Standard error is for the user; the engine's own notes are not.
if not defined TORCH_CPP_LOG_LEVEL set "TORCH_CPP_LOG_LEVEL=ERROR"
set "NATIVE="
if %VERSION% GEQ 24 set "NATIVE=--enable-native-access=ALL-UNNAMED"
"%JAVA%" %WHYNOT_JAVA_OPTS% %NATIVE% -Dai.djl.offline=true -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "%CLASSES%" org.whynot.frontend.cli.Main %*
exit /b %errorlevel%

rem Takes a Java if it is new enough; otherwise remembers which one it was.
:try
if "%~1"=="" exit /b 0
if not exist "%~1" exit /b 0
set "VERSION=0"
set "FULL="
rem JAVA_TOOL_OPTIONS and its like make Java print a line of their own first.
for /f "tokens=3" %%V in ('""%~1" -version 2^>^&1 ^| findstr /b /r /c:"[a-z]* version""') do if not defined FULL set "FULL=%%~V"
if not defined FULL set "FULL=of an unknown version"
for /f "delims=.-+ " %%V in ("%FULL%") do set "VERSION=%%V"
if "%VERSION%"=="of" set "VERSION=0"
if %VERSION% GEQ 17 (
	set "JAVA=%~1"
) else (
	set FOUND=%FOUND% "%~1" is %FULL%.
)
exit /b 0
