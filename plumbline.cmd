@echo off
rem Starts Plumbline on Windows. In a release, lib\plumbline.jar is in the directory of this script; in a checkout, Maven
rem builds it first if a source is newer than the build.
rem
rem JAVA_HOME            the Java to use, 17 or newer; default: the java on the PATH
rem PLUMBLINE_JAVA_OPTS  further options for the JVM
rem OMP_NUM_THREADS      the number of DL4J's threads; default: 1
setlocal
set "home=%~dp0"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
    echo plumbline: no java was found. Install Java, 17 or newer, or set JAVA_HOME to one. 1>&2
    exit /b 2
)

if exist "%home%lib\plumbline.jar" (
    set "jar=%home%lib\plumbline.jar"
    set "classpath=%home%lib\*"
    goto start
)

set "built=%home%target\launcher"
set "jar=%built%\plumbline.jar"
if not exist "%built%\classpath.txt" goto build
powershell -NoProfile -Command "$jar = Get-Item '%jar%'; if (Get-ChildItem -Recurse -File '%home%src\main', '%home%pom.xml' | Where-Object LastWriteTime -gt $jar.LastWriteTime) { exit 1 }"
if errorlevel 1 goto build
goto classpath

:build
where mvn >nul 2>&1
if errorlevel 1 (
    echo plumbline: mvn was not found on the PATH; Maven is needed to build Plumbline. 1>&2
    exit /b 2
)
echo plumbline: building; Maven downloads about 160 MB, unless its cache has the files 1>&2
pushd "%home%"
call mvn -B "-Dplumbline.quick" "-Dplumbline.build.directory=%built%" process-classes 1>&2
if errorlevel 1 (
    popd
    echo plumbline: the build failed; Maven's messages are above. 1>&2
    exit /b 1
)
popd

:classpath
rem A line of the file is longer than a variable can be, so Java reads it.
for %%f in ("%built%\arguments.txt") do set "arguments=%%~f"
powershell -NoProfile -Command "$path = ('%jar%;' + (Get-Content -Raw '%built%\classpath.txt').Trim()).Replace('\', '\\'); [IO.File]::WriteAllText('%arguments%', '-cp \"' + $path + '\"')"
set "classpath="

:start
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
set "flags=--enable-native-access=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow"
set "flags=%flags% -Xshare:auto -XX:+UseSerialGC -Dfile.encoding=UTF-8"
set "flags=%flags% -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000"
set "flags=%flags% -Dorg.nd4j.log.initialization=false -Dorg.deeplearning4j.crash.reporting.enabled=false"
if defined classpath (
    "%java%" %flags% "-Dplumbline.command=%~f0" "-Dplumbline.jar=%jar%" %PLUMBLINE_JAVA_OPTS% -cp "%classpath%" dev.plumbline.cli.Plumbline %*
) else (
    "%java%" %flags% "-Dplumbline.command=%~f0" "-Dplumbline.jar=%jar%" %PLUMBLINE_JAVA_OPTS% "@%arguments%" dev.plumbline.cli.Plumbline %*
)
exit /b %errorlevel%
