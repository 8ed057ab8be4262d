# fish completion for swrctl; generated, do not edit.
# Load it with: swrctl completion fish | source

function __swrctl_complete
  set -l cur (commandline -ct)
  set -l words (commandline -opc)
  set -e words[1]
  set -l at ''
  set -l flag ''
  set -l prefix ''
  set -l operands 0
  for word in $words
    if test -n "$flag"
      set flag ''
      continue
    end
    switch $word
      case --profile --org --color --region --project --project-id --registry --endpoint --iam-endpoint --jobs --rate --retries --timeout --ca-file --insecure -o --output --query
        set flag $word
      case '-*'
        true
      case '*'
        switch "$at $word"
          case ' completion'
            set at ' completion'
          case ' version'
            set at ' version'
          case ' help'
            set at ' help'
          case '*'
            set operands (math $operands + 1)
        end
    end
  end
  if string match -qr -- '^--[^=]+=' $cur
    set flag (string replace -r '=.*' '' -- $cur)
    set prefix "$flag="
    set cur (string replace -r '^[^=]*=' '' -- $cur)
  end
  if test -n "$flag"
    switch "$at $flag"
      case '* --profile'
        true | string replace -r '^' -- "$prefix"
      case '* --org'
        true | string replace -r '^' -- "$prefix"
      case '* --color'
        printf '%s\n' 'auto' 'always' 'never' | string replace -r '^' -- "$prefix"
      case '* --region'
        true | string replace -r '^' -- "$prefix"
      case '* --project'
        true | string replace -r '^' -- "$prefix"
      case '* --project-id'
        true | string replace -r '^' -- "$prefix"
      case '* --registry'
        true | string replace -r '^' -- "$prefix"
      case '* --endpoint'
        true | string replace -r '^' -- "$prefix"
      case '* --iam-endpoint'
        true | string replace -r '^' -- "$prefix"
      case '* --jobs'
        true | string replace -r '^' -- "$prefix"
      case '* --rate'
        true | string replace -r '^' -- "$prefix"
      case '* --retries'
        true | string replace -r '^' -- "$prefix"
      case '* --timeout'
        true | string replace -r '^' -- "$prefix"
      case '* --ca-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --insecure'
        true | string replace -r '^' -- "$prefix"
      case '* -o' '* --output'
        printf '%s\n' 'table' 'wide' 'json' 'yaml' 'tsv' 'name' | string replace -r '^' -- "$prefix"
      case '* --json'
        true | string replace -r '^' -- "$prefix"
      case '* --query'
        true | string replace -r '^' -- "$prefix"
    end
    return
  end
  switch $at
    case ''
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-V' 'print the version' '--version' 'print the version'
      else
        printf '%s\t%s\n' 'completion' 'Print a completion script for a shell' 'version' 'Show the version of swrctl and the platform it runs on' 'help' 'Explain a command or a topic'
      end
    case ' completion'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            printf '%s\n' 'bash' 'zsh' 'fish' 'powershell'
        end
      end
    case ' version'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' help'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case '*'
            printf '%s\n' 'environment' 'exit-codes' 'formatting' 'limits' 'permissions' 'completion' 'version' 'help'
        end
      end
  end
  if string match -q -- '-*' $cur
    printf '%s\t%s\n' '--profile' 'saved account and region to use' '--org' 'organization for references that name none' '-q' 'print data only, nothing on stderr but errors' '--quiet' 'print data only, nothing on stderr but errors' '--no-input' 'never ask' '--color' 'use color' '--debug' 'trace requests on stderr, without secrets' '--region' 'region, for example cn-north-4' '--project' 'project name' '--project-id' 'project id, to save asking IAM' '--registry' 'registry host' '--endpoint' 'management API' '--iam-endpoint' 'identity service' '--jobs' 'transfers at the same time, 16 at most' '--rate' 'requests per second to a registry' '--retries' 'extra tries after a failure that may pass' '--timeout' 'give up after this long without progress: 30s, 2m' '--ca-file' 'PEM file with further certificate authorities to trust' '--insecure' 'do not verify the TLS certificate of this host' '--plain-http' 'allow plain HTTP to hosts that are not this machine' '-h' 'print help' '--help' 'print help'
  end
end

complete -c swrctl -f -a '(__swrctl_complete)'
