# The Windows installer on a Windows machine: the last commit becomes dist\XCEdu-<version>-setup.exe and the portable zip.
# Needs: git, Python 3.11 for 64-bit Windows (the "py" launcher), NSIS 3 (makensis on the PATH). A certificate: $env:XCEDU_SIGN_COMMAND,
# a command line that signs the file named last (signtool sign /a /fd SHA256 /tr <time stamp service> /td SHA256).
# docs/installer.md says which of the two ways of building was run.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Run($program) {
    & $program @args
    if ($LASTEXITCODE -ne 0) { throw "$program $args : $LASTEXITCODE" }
}

$env:SOURCE_DATE_EPOCH = git log -1 --format=%ct
$env:PYTHONHASHSEED = "0"
$env:PYTHONUTF8 = "1"
$env:PYINSTALLER_ZLIB_COMPRESSION_LEVEL = "0"
Remove-Item -Recurse -Force build\src, build\windows\dist, build\windows\work, build\windows\lists -ErrorAction SilentlyContinue
New-Item -ItemType Directory -Force build\src, build\windows\lists, dist | Out-Null
Run git archive --format=zip -o build\src.zip HEAD
Expand-Archive -Force build\src.zip build\src
if (Get-Command pngquant -ErrorAction SilentlyContinue) {
    Get-ChildItem -Recurse build\src\docs\guide\*.png | ForEach-Object { Run pngquant --strip --quality 70-98 --speed 1 --force --ext .png $_.FullName }
}

if (-not (Test-Path build\windows\venv)) { Run py -3.11 -m venv build\windows\venv }
$python = Resolve-Path build\windows\venv\Scripts\python.exe
Run $python -m pip install -q --require-hashes --only-binary=:all: --no-deps -r requirements.txt -r packaging\requirements-freeze.txt

$version = & $python -c "from xcedu_desktop.version import VERSION; print(VERSION)"
$parts = & $python -c "import platform, sqlite3, ssl; print(platform.python_version(), sqlite3.sqlite_version, ssl.OPENSSL_VERSION.split()[1])"
$said = $parts.Split(" ")
$base = & $python -c "import sys; print(sys.base_prefix)"
$nsis = (makensis -VERSION).TrimStart("v")
Run $python packaging\parts.py gather build\windows\venv\Lib\site-packages "$base\LICENSE.txt" windows build\src\build\licences `
    "python=$($said[0])" "sqlite=$($said[1])" "openssl=$($said[2])" "vcruntime=14" "nsis=$nsis"
Run $python -m PyInstaller --noconfirm --clean --log-level WARN --distpath build\windows\dist --workpath build\windows\work build\src\build.spec

$folder = "build\windows\dist\XCEdu"
$sign = Join-Path $PWD "packaging\windows\sign.cmd"
foreach ($name in "XCEdu.exe", "xcedu-cli.exe") { Run $sign "$folder\$name" }
Run $python packaging\windows\files.py $folder build\windows\lists
$size = [math]::Ceiling((Get-ChildItem -Recurse -File $folder | Measure-Object Length -Sum).Sum / 1024)
$out = Join-Path $PWD "dist\XCEdu-$version-setup.exe"
Run makensis /V2 /NOCD /INPUTCHARSET UTF8 "/DVERSION=$version" "/DSIZE_KB=$size" "/DOUT=$out" "/DLISTS=$PWD\build\windows\lists" `
    "/DICON=$PWD\resources\icon.ico" "/DPYTHON=$python" "/DSIGN=$sign" packaging\windows\installer.nsi
Run $python packaging\windows\portable.py $folder $env:SOURCE_DATE_EPOCH "dist\XCEdu-$version-portable.zip"
Run $python packaging\parts.py sbom build\src\build\licences "dist\XCEdu-$version-windows.cdx.json"
foreach ($file in Get-ChildItem dist\XCEdu-$version-* -Exclude *.sha256) {
    $digest = (Get-FileHash -Algorithm SHA256 $file).Hash.ToLower()
    [IO.File]::WriteAllText("$file.sha256", "$digest  $($file.Name)`n")
    "{0,10}  {1}" -f $file.Length, $file.Name
}
