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
      case --profile --org --color --region --project --project-id --registry --endpoint --iam-endpoint --jobs --rate --retries --timeout --ca-file --insecure --ak --sk-file --credentials-file -u --username --print -o --output --query --image --platform --format --compression --compression-level --if-digest --digest-file --digest-map --to --limit -L --sort --keep-days --keep-count --except-tag --except-regex -f --field --input --host --port --data --seed --quirk --quota --fault --trigger-url --shell
        set flag $word
      case '-*'
        true
      case '*'
        switch "$at $word"
          case ' login'
            set at ' login'
          case ' logout'
            set at ' logout'
          case ' auth'
            set at ' auth'
          case ' push'
            set at ' push'
          case ' pull'
            set at ' pull'
          case ' copy' ' cp'
            set at ' copy'
          case ' check'
            set at ' check'
          case ' inspect'
            set at ' inspect'
          case ' diff'
            set at ' diff'
          case ' digest'
            set at ' digest'
          case ' manifest'
            set at ' manifest'
          case ' org'
            set at ' org'
          case ' repo'
            set at ' repo'
          case ' tag'
            set at ' tag'
          case ' retention'
            set at ' retention'
          case ' api'
            set at ' api'
          case ' emulator'
            set at ' emulator'
          case ' completion'
            set at ' completion'
          case ' version'
            set at ' version'
          case ' help'
            set at ' help'
          case ' auth login'
            set at ' auth login'
          case ' auth logout'
            set at ' auth logout'
          case ' auth status'
            set at ' auth status'
          case ' auth list' ' auth ls'
            set at ' auth list'
          case ' auth switch'
            set at ' auth switch'
          case ' auth remove' ' auth rm' ' auth delete'
            set at ' auth remove'
          case ' auth key'
            set at ' auth key'
          case ' auth token'
            set at ' auth token'
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
          case ' retention preview'
            set at ' retention preview'
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
      case '* --ak'
        true | string replace -r '^' -- "$prefix"
      case '* --sk-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --credentials-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* -u' '* --username'
        true | string replace -r '^' -- "$prefix"
      case '* --print'
        printf '%s\n' 'docker' 'ctr' 'nerdctl' 'podman' 'skopeo' 'json' | string replace -r '^' -- "$prefix"
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
      case '* --image'
        true | string replace -r '^' -- "$prefix"
      case '* --platform'
        true | string replace -r '^' -- "$prefix"
      case ' pull --format'
        printf '%s\n' 'docker-archive' 'oci-archive' 'oci' | string replace -r '^' -- "$prefix"
      case '* --format'
        printf '%s\n' 'auto' 'docker' 'oci' 'keep' | string replace -r '^' -- "$prefix"
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
      case '* --to'
        true | string replace -r '^' -- "$prefix"
      case '* --limit'
        true | string replace -r '^' -- "$prefix"
      case '* --sort'
        printf '%s\n' 'updated' 'size' 'name' | string replace -r '^' -- "$prefix"
      case '* --keep-days'
        true | string replace -r '^' -- "$prefix"
      case '* --keep-count'
        true | string replace -r '^' -- "$prefix"
      case '* --except-tag'
        true | string replace -r '^' -- "$prefix"
      case '* --except-regex'
        true | string replace -r '^' -- "$prefix"
      case '* -f' '* --field'
        true | string replace -r '^' -- "$prefix"
      case '* --input'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
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
        printf '%s\t%s\n' 'login' 'Log in to SWR with an access key, or to any registry with a password' 'logout' 'Take back what login wrote' 'auth' 'Look after logins and profiles, which are saved accounts and regions' 'push' 'Push the images of an archive to a registry' 'pull' 'Pull images into an archive that docker load accepts' 'copy' 'Copy images from one registry to another, or within one' 'check' 'Find everything that could stop or change a push, before it; exit 6 on a blocker' 'inspect' 'Show what an image is made of: config, layers, history and platforms' 'diff' 'Compare two images by what they are, not by how they are packed; exit 10 on a difference' 'digest' 'Print the digest that a tag points to, or that an image in an archive has' 'manifest' 'Print a manifest or index, byte for byte as it is stored' 'org' 'Manage organizations, which hold repositories' 'repo' 'Manage repositories, which hold the tags of one image' 'tag' 'Look at the tags of a repository' 'retention' 'Rules by which the service deletes old tags' 'api' 'Make a signed call of the management API and print the answer' 'emulator' 'A local SWR to try things out and to test against, no account needed' 'completion' 'Print a completion script for a shell' 'version' 'Show the version of swrctl and the platform it runs on' 'help' 'Explain a command or a topic'
      end
    case ' login'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--ak' 'access key' '--sk-stdin' 'read the secret key' '--sk-file' 'read the secret key from a file' '--credentials-file' 'read both from the credentials.csv of the console' '-u' 'log in with user and password, to any registry' '--username' 'log in with user and password, to any registry' '--password-stdin' 'read the password, or a whole "docker login" line, from stdin' '--print' 'print the login for a program, save nothing' '--insecure-storage' 'save the secret key in a file, as plain text' '--no-verify' 'do not ask the registry whether the login works'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' logout'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            true
        end
      end
    case ' auth'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'login' 'Log in to SWR with an access key, or to any registry with a password' 'logout' 'Take back what login wrote' 'status' 'Show who you are, where each value comes from, and whether the login works' 'list' 'List the profiles' 'switch' 'Make another profile the active one' 'remove' 'Remove a profile, its login to the registry and its saved secret key' 'key' 'Print the login key of an access key, the password that docker takes, and nothing else' 'token' 'Print a bearer token for one repository of a registry; it lives for minutes'
      end
    case ' auth login'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--ak' 'access key' '--sk-stdin' 'read the secret key' '--sk-file' 'read the secret key from a file' '--credentials-file' 'read both from the credentials.csv of the console' '-u' 'log in with user and password, to any registry' '--username' 'log in with user and password, to any registry' '--password-stdin' 'read the password, or a whole "docker login" line, from stdin' '--print' 'print the login for a program, save nothing' '--insecure-storage' 'save the secret key in a file, as plain text' '--no-verify' 'do not ask the registry whether the login works'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' auth logout'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            true
        end
      end
    case ' auth status'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' auth list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' auth switch'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            true
        end
      end
    case ' auth remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' auth key'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--ak' 'access key' '--sk-stdin' 'read the secret key' '--sk-file' 'read the secret key from a file' '--credentials-file' 'read both from the credentials.csv of the console'
      else
        true
      end
    case ' auth token'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--push' 'a token that may push too'
      else
        switch $operands
          case 0
            true
        end
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
    case ' copy'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--all-tags' 'every tag of the repository' '--platform' 'only this platform' '--format' 'manifest types to push' '--create-org' 'create the organization when it does not exist' '--no-clobber' 'refuse to move a tag that exists' '--public' 'make the repository public afterwards' '--dry-run' 'print what would be copied, send nothing' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
          case 1
            true
        end
      end
    case ' check'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--to' 'where the push is to go' '--image' 'only this image of an archive with several: by name, or @0, @1 …' '--limit' 'a limit of your region, for example layer=50GB' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
        end
      end
    case ' inspect'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'which image of a multi-platform one' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
        end
      end
    case ' diff'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'compare only this platform' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
          case 1
            __fish_complete_path $cur
        end
      end
    case ' digest'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'which image of a multi-platform one'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
        end
      end
    case ' manifest'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'which image of a multi-platform one'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
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
    case ' retention'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'preview' 'Show which tags a retention rule would delete; nothing is changed'
      end
    case ' retention preview'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--keep-days' 'delete tags not updated for this long, 1 to 365' '--keep-count' 'delete all but the newest, 1 to 1000' '--except-tag' 'leave this tag out of the rule' '--except-regex' 'leave matching tags out of the rule, "' '--exit-code' 'exit 10 when the rule would delete something' '-o' 'how to print' '--output' 'how to print' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' api'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-f' 'query of a GET, else JSON body' '--field' 'query of a GET, else JSON body' '--input' 'send this file as the body, "-" for standard input' '--paginate' 'read a list to its end' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
          case 1
            __fish_complete_path $cur
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
            printf '%s\n' 'environment' 'exit-codes' 'formatting' 'limits' 'permissions' 'login' 'logout' 'auth' 'push' 'pull' 'copy' 'check' 'inspect' 'diff' 'digest' 'manifest' 'org' 'repo' 'tag' 'retention' 'api' 'emulator' 'completion' 'version' 'help'
        end
      end
  end
  if string match -q -- '-*' $cur
    printf '%s\t%s\n' '--profile' 'saved account and region to use' '--org' 'organization for references that name none' '-q' 'print data only, nothing on stderr but errors' '--quiet' 'print data only, nothing on stderr but errors' '--no-input' 'never ask' '--color' 'use color' '--debug' 'trace requests on stderr, without secrets' '--region' 'region, for example cn-north-4' '--project' 'project name' '--project-id' 'project id, to save asking IAM' '--registry' 'registry host' '--endpoint' 'management API' '--iam-endpoint' 'identity service' '--jobs' 'transfers at the same time, 16 at most' '--rate' 'requests per second to a registry' '--retries' 'extra tries after a failure that may pass' '--timeout' 'give up after this long without progress: 30s, 2m' '--ca-file' 'PEM file with further certificate authorities to trust' '--insecure' 'do not verify the TLS certificate of this host' '--plain-http' 'allow plain HTTP to hosts that are not this machine' '-h' 'print help' '--help' 'print help'
  end
end

complete -c swrctl -f -a '(__swrctl_complete)'
