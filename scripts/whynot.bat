@echo off
rem Runs WhyNot from a command prompt: scripts\whynot COMMAND [--parameter value ...] [VIDEO ...]
rem In a clone of the source the plugin is built first where needed. WHYNOT_JAVA_OPTS are handed to Java.
setlocal
for %%I in ("%~dp0..") do set "HOME_FOLDER=%%~fI"

set "JAVA="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if not defined JAVA for %%I in (java.exe) do set "JAVA=%%~$PATH:I"
if not defined JAVA (
	echo whynot: Java 17 or newer is needed. Install it, for example from adoptium.net, or set JAVA_HOME to its folder. 1>&2
	exit /b 1
)
set "VERSION=0"
for /f "tokens=3" %%V in ('""%JAVA%" -version 2^>^&1 ^| findstr /b /r /c:"[a-z]* version""') do set "FULL=%%~V"
for /f "delims=.-+" %%V in ("%FULL%") do set "VERSION=%%V"
if %VERSION% LSS 17 (
	echo whynot: Java 17 or newer is needed, but "%JAVA%" is %FULL%. Install it, for example from adoptium.net, or set JAVA_HOME to its folder. 1>&2
	exit /b 1
)

if exist "%HOME_FOLDER%\lib\WhyNot_-*.jar" (
	set "CLASSES=%HOME_FOLDER%\lib\*"
	goto run
)
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
set "CLASSES=%HOME_FOLDER%\target\dependency\*"
for /f "delims=" %%J in ('dir /b /o-d "%HOME_FOLDER%\target\WhyNot_-*.jar" ^| findstr /v /r "sources\.jar tests\.jar javadoc\.jar"') do (
	set "CLASSES=%HOME_FOLDER%\target\%%J;%HOME_FOLDER%\target\dependency\*"
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
