@echo off
rem Starts Caravan from wherever it is installed. JAVA_HOME chooses the Java (17 or newer), JAVA_OPTS adds options to it.
setlocal
set "home=%~dp0.."
set "jars=%home%\lib\*"
if "%~1"=="demo" set "jars=%jars%;%home%\lib\demo\*"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" "-XX:OnOutOfMemoryError=taskkill /F /PID %%p" -XX:+UseSerialGC %JAVA_OPTS% "-Dcaravan.home=%home%" -cp "%jars%" caravan.Main %*
exit /b %ERRORLEVEL%
