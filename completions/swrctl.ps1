# PowerShell completion for swrctl; generated, do not edit.
# Load it with: swrctl completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName swrctl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $steps = @{
    ' completion' = ' completion'
    ' version' = ' version'
    ' help' = ' help'
  }
  $withValue = @('--profile', '--org', '--color', '--region', '--project', '--project-id', '--registry', '--endpoint', '--iam-endpoint', '--jobs', '--rate', '--retries', '--timeout', '--ca-file', '--insecure', '-o', '--output', '--query')
  $values = @{
    ' --color' = @('auto', 'always', 'never')
    ' --ca-file' = $null
    ' -o' = @('table', 'wide', 'json', 'yaml', 'tsv', 'name')
    ' --output' = @('table', 'wide', 'json', 'yaml', 'tsv', 'name')
  }
  $places = @{
    '' = @{ Words = @('completion', 'version', 'help'); Options = @('-V', '--version'); Files = $false }
    ' completion' = @{ Words = @('bash', 'zsh', 'fish', 'powershell'); Options = @(); Files = $false }
    ' version' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' help' = @{ Words = @('environment', 'exit-codes', 'formatting', 'limits', 'permissions', 'completion', 'version', 'help'); Options = @(); Files = $false }
  }
  $global = @('--profile', '--org', '-q', '--quiet', '--no-input', '--color', '--debug', '--region', '--project', '--project-id', '--registry', '--endpoint', '--iam-endpoint', '--jobs', '--rate', '--retries', '--timeout', '--ca-file', '--insecure', '--plain-http', '-h', '--help')
  $at = ''
  $flag = ''
  # Walk along the words to the command.
  foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
    if ($element.Extent.EndOffset -ge $cursorPosition -and $wordToComplete -ne '') { break }
    $word = $element.ToString()
    if ($flag -ne '') { $flag = ''; continue }
    if ($withValue -ccontains $word) { $flag = $word; continue }
    if ($word.StartsWith('-')) { continue }
    $next = $steps["$at $word"]
    if ($null -ne $next) { $at = $next }
  }
  $found = $places[$at]
  if ($flag -ne '') {
    $key = if ($values.ContainsKey("$at $flag")) { "$at $flag" } else { " $flag" }
    $candidates = $values[$key]
    if ($null -eq $candidates) { if ($values.ContainsKey($key)) { return }; $candidates = @('') }
  } elseif ($wordToComplete.StartsWith('-')) {
    $candidates = $found.Options + $global
  } else {
    if ($found.Files) { return }
    $candidates = $found.Words
  }
  $candidates | Where-Object { $_ -and $_.StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
