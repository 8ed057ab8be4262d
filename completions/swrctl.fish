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
      case --profile --org --color --region --project --project-id --registry --endpoint --iam-endpoint --jobs --rate --retries --timeout --ca-file --insecure --image --platform --format --compression --compression-level --if-digest --digest-file --digest-map -o --output --query -L --limit --sort --host --port --data --seed --quirk --quota --fault --trigger-url --shell
        set flag $word
      case '-*'
        true
      case '*'
        switch "$at $word"
          case ' push'
            set at ' push'
          case ' pull'
            set at ' pull'
          case ' org'
            set at ' org'
          case ' repo'
            set at ' repo'
          case ' tag'
            set at ' tag'
          case ' emulator'
            set at ' emulator'
          case ' completion'
            set at ' completion'
          case ' version'
            set at ' version'
          case ' help'
            set at ' help'
          case ' org list' ' org ls'
            set at ' org list'
          case ' org show' ' org get'
            set at ' org show'
          case ' org add' ' org create'
            set at ' org add'
          case ' org remove' ' org rm' ' org delete'
            set at ' org remove'
          case ' repo list' ' repo ls'
            set at ' repo list'
          case ' tag list' ' tag ls'
            set at ' tag list'
          case ' emulator start'
            set at ' emulator start'
          case ' emulator env'
            set at ' emulator env'
          case ' emulator quirks'
            set at ' emulator quirks'
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
      case '* --image'
        true | string replace -r '^' -- "$prefix"
      case '* --platform'
        true | string replace -r '^' -- "$prefix"
      case ' push --format'
        printf '%s\n' 'auto' 'docker' 'oci' 'keep' | string replace -r '^' -- "$prefix"
      case '* --format'
        printf '%s\n' 'docker-archive' 'oci-archive' 'oci' | string replace -r '^' -- "$prefix"
      case '* --compression'
        printf '%s\n' 'gzip' 'none' | string replace -r '^' -- "$prefix"
      case '* --compression-level'
        true | string replace -r '^' -- "$prefix"
      case '* --if-digest'
        true | string replace -r '^' -- "$prefix"
      case '* --digest-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --digest-map'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case ' pull -o' ' pull --output'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case ' emulator start -o' ' emulator start --output'
        printf '%s\n' 'json' | string replace -r '^' -- "$prefix"
      case '* -o' '* --output'
        printf '%s\n' 'table' 'wide' 'json' 'yaml' 'tsv' 'name' | string replace -r '^' -- "$prefix"
      case '* --json'
        true | string replace -r '^' -- "$prefix"
      case '* --query'
        true | string replace -r '^' -- "$prefix"
      case '* -L' '* --limit'
        true | string replace -r '^' -- "$prefix"
      case '* --sort'
        printf '%s\n' 'updated' 'size' 'name' | string replace -r '^' -- "$prefix"
      case '* --host'
        true | string replace -r '^' -- "$prefix"
      case '* --port'
        true | string replace -r '^' -- "$prefix"
      case '* --data'
        __fish_complete_directories $cur | string replace -r '^' -- "$prefix"
      case '* --seed'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --quirk'
        true | string replace -r '^' -- "$prefix"
      case '* --quota'
        true | string replace -r '^' -- "$prefix"
      case '* --fault'
        true | string replace -r '^' -- "$prefix"
      case '* --trigger-url'
        true | string replace -r '^' -- "$prefix"
      case '* --shell'
        printf '%s\n' 'bash' 'fish' 'pwsh' | string replace -r '^' -- "$prefix"
    end
    return
  end
  switch $at
    case ''
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-V' 'print the version' '--version' 'print the version'
      else
        printf '%s\t%s\n' 'push' 'Push the images of an archive to a registry' 'pull' 'Pull images into an archive that docker load accepts' 'org' 'Manage organizations, which hold repositories' 'repo' 'Manage repositories, which hold the tags of one image' 'tag' 'Look at the tags of a repository' 'emulator' 'A local SWR to try things out and to test against, no account needed' 'completion' 'Print a completion script for a shell' 'version' 'Show the version of swrctl and the platform it runs on' 'help' 'Explain a command or a topic'
      end
    case ' push'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--all' 'every image under its own names' '--create-org' 'create the organization when it does not exist' '--platform' 'only this platform of a multi-platform image' '--format' 'manifest types to push' '--compression' 'repack all layers' '--compression-level' 'gzip level, 1' '--no-clobber' 'refuse to move a tag that exists' '--if-digest' 'push only if the tag has this digest now' '--public' 'make the repository public afterwards' '--dry-run' 'print what would be pushed, send nothing' '--digest-file' 'write the digest of the pushed manifest to a file' '--digest-map' 'write a JSON map from old to new digests to a file' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
          case '*'
            true
        end
      end
    case ' pull'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'where to' '--output' 'where to' '--format' 'what to write' '--platform' 'which image of a multi-platform one' '--all-platforms' 'all images of a multi-platform one' '--uncompressed' 'unpack the layers' '--force' 'replace an existing output' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' org'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the organizations you have a right in' 'show' 'Show one organization' 'add' 'Create an organization; names are unique over all accounts of a region' 'remove' 'Remove organizations; they must be empty'
      end
    case ' org list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' org show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' org add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' org remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' repo'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List repositories, of one organization or of all'
      end
    case ' repo list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' tag'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the tags of a repository, newest first'
      end
    case ' tag list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '--sort' 'order' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' emulator'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'start' 'Run a whole SWR on one port until it is stopped with Ctrl-C' 'env' 'Print the variables that make swrctl talk to the running emulator' 'quirks' 'List the deviations of the real service that the emulator can show'
      end
    case ' emulator start'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--host' 'address to listen on' '--port' 'port to listen on' '--data' 'keep everything here' '--seed' 'begin with the accounts, organizations and repositories of a YAML file' '--quirk' 'switch a known deviation on or off' '--quota' 'limit, for example tag=300' '--fault' 'fail on purpose: KIND[:METHOD[:PATHGLOB]][=N%|@COUNT]' '--trigger-url' 'POST fired triggers to this address' '-o' 'print the ready line as JSON' '--output' 'print the ready line as JSON'
      else
        true
      end
    case ' emulator env'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--port' 'port that the emulator listens on' '--shell' 'whose syntax'
      else
        true
      end
    case ' emulator quirks'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
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
            printf '%s\n' 'environment' 'exit-codes' 'formatting' 'limits' 'permissions' 'push' 'pull' 'org' 'repo' 'tag' 'emulator' 'completion' 'version' 'help'
        end
      end
  end
  if string match -q -- '-*' $cur
    printf '%s\t%s\n' '--profile' 'saved account and region to use' '--org' 'organization for references that name none' '-q' 'print data only, nothing on stderr but errors' '--quiet' 'print data only, nothing on stderr but errors' '--no-input' 'never ask' '--color' 'use color' '--debug' 'trace requests on stderr, without secrets' '--region' 'region, for example cn-north-4' '--project' 'project name' '--project-id' 'project id, to save asking IAM' '--registry' 'registry host' '--endpoint' 'management API' '--iam-endpoint' 'identity service' '--jobs' 'transfers at the same time, 16 at most' '--rate' 'requests per second to a registry' '--retries' 'extra tries after a failure that may pass' '--timeout' 'give up after this long without progress: 30s, 2m' '--ca-file' 'PEM file with further certificate authorities to trust' '--insecure' 'do not verify the TLS certificate of this host' '--plain-http' 'allow plain HTTP to hosts that are not this machine' '-h' 'print help' '--help' 'print help'
  end
end

complete -c swrctl -f -a '(__swrctl_complete)'
