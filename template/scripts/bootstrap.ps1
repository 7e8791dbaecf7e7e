& "$PSScriptRoot\bootstrap.cmd" @args
exit $LASTEXITCODE
