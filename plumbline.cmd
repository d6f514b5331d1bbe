@echo off
rem Starts Plumbline on Windows. In a release, lib\plumbline.jar is in the directory of this script; in a checkout, Maven
rem builds it first if a source is newer than the build.
rem
rem JAVA_HOME            the Java to use, 17 or newer; default: the java on the PATH
rem PLUMBLINE_JAVA_OPTS  further options for the JVM
rem OMP_NUM_THREADS      the number of DL4J's threads; default: 1
setlocal
set "home=%~dp0"
set "built=%home%target\launcher-windows"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "jar=%home%lib\plumbline.jar"
if exist "%jar%" goto start

for %%f in ("%built%\plumbline-*.jar") do set "jar=%%f"
powershell -NoProfile -Command "if (-not (Test-Path -LiteralPath $env:jar)) { exit 1 }; $date = (Get-Item -LiteralPath $env:jar).LastWriteTime; Set-Location -LiteralPath $env:home; if (Get-ChildItem -Recurse -File src\main, pom.xml | Where-Object LastWriteTime -gt $date) { exit 1 }"
if not errorlevel 1 goto start
echo plumbline: building; Maven downloads about 160 MB, unless its cache has the files 1>&2
pushd "%home%"
call mvn -B -Dplumbline.quick "-Dplumbline.build.directory=%built%" process-classes dependency:copy-dependencies -DincludeScope=runtime 1>&2
if errorlevel 1 (
    echo plumbline: the build failed; Maven's messages are above. 1>&2
    exit /b 1
)
popd
for %%f in ("%built%\plumbline-*.jar") do set "jar=%%f"

:start
for %%J in ("%jar%") do set "classpath=%%~dpJ*;%%~dpJdependency\*"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
set "flags=--enable-native-access=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow"
set "flags=%flags% -Xshare:auto -XX:+UseSerialGC -Dfile.encoding=UTF-8"
set "flags=%flags% -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000"
set "flags=%flags% -Dorg.nd4j.log.initialization=false -Dorg.deeplearning4j.crash.reporting.enabled=false"
"%java%" %flags% "-Dplumbline.command=%~f0" "-Dplumbline.jar=%jar%" %PLUMBLINE_JAVA_OPTS% -cp "%classpath%" dev.plumbline.cli.Plumbline %*
exit /b %errorlevel%
