import { flagsOf, type OptionSpec, type Value } from './spec.ts';
import type { CompletionWords, FlagValue, Place, Step } from './words.ts';

/** Single quotes for PowerShell. */
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (words: readonly string[]): string => `@(${words.map(quote).join(', ')})`;
const flags = (options: readonly OptionSpec[]): string => list(options.flatMap(flagsOf));

/** An array of words; undefined leaves it to the shell, which offers files. */
const words = (value: Value): string => (value.kind === 'choice' ? list(value.choices) : '$null');
const isFile = ({ kind }: Value): boolean => kind === 'file' || kind === 'folder';

const steps = ({ from, words: names, to }: Step): string =>
  names.map((name) => `    ${quote(`${from} ${name}`)} = ${quote(to)}`).join('\n');

const flagValue = ({ flags: names, places, value }: FlagValue): string[] =>
  value.kind === 'choice' || isFile(value)
    ? names.flatMap((name) => (places ?? ['']).map((place) => `    ${quote(`${place} ${name}`)} = ${words(value)}`))
    : [];

function place({ place: name, commands, options, operands }: Place): string {
  const choices = operands.find(({ kind }) => kind === 'choice');
  const given = commands.length > 0 ? list(commands.map((command) => command.name)) : choices ? words(choices) : '@()';
  const files = operands.some(isFile) ? '$true' : '$false';
  return `    ${quote(name)} = @{ Words = ${given}; Options = ${flags(options)}; Files = ${files} }`;
}

/** For PowerShell 5.1 and 7. */
export function powershellCompletion(data: CompletionWords): string {
  return `# PowerShell completion for swrctl; generated, do not edit.
# Load it with: swrctl completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName swrctl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $steps = @{
${data.steps.map(steps).join('\n')}
  }
  $withValue = ${list(data.flagsWithValue)}
  $values = @{
${data.flagValues.flatMap(flagValue).join('\n')}
  }
  $places = @{
${data.places.map(place).join('\n')}
  }
  $global = ${flags(data.globalOptions)}
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
`;
}
