# bash completion for swrctl; generated, do not edit.
# Load it with: source <(swrctl completion bash)

_swrctl() {
  local cur=${COMP_WORDS[COMP_CWORD]} flag='' at='' word='' words='' files='' commands='' options=''
  local operands=0 i=1
  COMPREPLY=()
  while ((i < COMP_CWORD)); do
    word=${COMP_WORDS[i]}
    flag=''
    case $word in
      = | :) ((i += 1)) ;;
      --profile | --org | --color | --region | --project | --project-id | --registry | --endpoint | --iam-endpoint | --jobs | --rate | --retries | --timeout | --ca-file | --insecure | --image | --platform | --format | --compression | --compression-level | --if-digest | --digest-file | --digest-map | -o | --output | --query | -L | --limit | --sort | --host | --port | --data | --seed | --quirk | --quota | --fault | --trigger-url | --shell)
        flag=$word
        if [[ ${COMP_WORDS[i + 1]} != '=' ]]; then ((i += 1)); fi ;;
      -*) ;;
      *) case "$at $word" in
      ' push') at=' push' ;;
      ' pull') at=' pull' ;;
      ' org') at=' org' ;;
      ' repo') at=' repo' ;;
      ' tag') at=' tag' ;;
      ' emulator') at=' emulator' ;;
      ' completion') at=' completion' ;;
      ' version') at=' version' ;;
      ' help') at=' help' ;;
      ' org list'|' org ls') at=' org list' ;;
      ' org show'|' org get') at=' org show' ;;
      ' org add'|' org create') at=' org add' ;;
      ' org remove'|' org rm'|' org delete') at=' org remove' ;;
      ' repo list'|' repo ls') at=' repo list' ;;
      ' tag list'|' tag ls') at=' tag list' ;;
      ' emulator start') at=' emulator start' ;;
      ' emulator env') at=' emulator env' ;;
      ' emulator quirks') at=' emulator quirks' ;;
      *) ((operands += 1)) ;;
      esac ;;
    esac
    ((i += 1))
  done
  # A flag waits for its value: it is the word before, or the one before "=".
  if [[ $cur == '=' ]]; then
    flag=${COMP_WORDS[COMP_CWORD - 1]} cur=''
  elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == '=' ]]; then
    flag=${COMP_WORDS[COMP_CWORD - 2]}
  elif ((i == COMP_CWORD)); then
    flag=''
  fi
  if [[ $flag == -* ]]; then
    case "$at $flag" in
    *' --profile') : ;;
    *' --org') : ;;
    *' --color') words='auto always never' ;;
    *' --region') : ;;
    *' --project') : ;;
    *' --project-id') : ;;
    *' --registry') : ;;
    *' --endpoint') : ;;
    *' --iam-endpoint') : ;;
    *' --jobs') : ;;
    *' --rate') : ;;
    *' --retries') : ;;
    *' --timeout') : ;;
    *' --ca-file') files=-f ;;
    *' --insecure') : ;;
    *' --image') : ;;
    *' --platform') : ;;
    ' push --format') words='auto docker oci keep' ;;
    *' --format') words='docker-archive oci-archive oci' ;;
    *' --compression') words='gzip none' ;;
    *' --compression-level') : ;;
    *' --if-digest') : ;;
    *' --digest-file') files=-f ;;
    *' --digest-map') files=-f ;;
    ' pull -o'|' pull --output') files=-f ;;
    ' emulator start -o'|' emulator start --output') words='json' ;;
    *' -o'|*' --output') words='table wide json yaml tsv name' ;;
    *' --json') : ;;
    *' --query') : ;;
    *' -L'|*' --limit') : ;;
    *' --sort') words='updated size name' ;;
    *' --host') : ;;
    *' --port') : ;;
    *' --data') files=-d ;;
    *' --seed') files=-f ;;
    *' --quirk') : ;;
    *' --quota') : ;;
    *' --fault') : ;;
    *' --trigger-url') : ;;
    *' --shell') words='bash fish pwsh' ;;
    esac
  else
    case $at in
    '')
      commands='push pull org repo tag emulator completion version help'
      options='-V --version' ;;
    ' push')
      commands=''
      options='--image --all --create-org --platform --format --compression --compression-level --no-clobber --if-digest --public --dry-run --digest-file --digest-map -o --output --json --query'
      case $operands in 0) files=-f ;; *) : ;; esac ;;
    ' pull')
      commands=''
      options='-o --output --format --platform --all-platforms --uncompressed --force --json --query'
      case $operands in *) : ;; esac ;;
    ' org')
      commands='list show add remove'
      options='' ;;
    ' org list')
      commands=''
      options='-L --limit -o --output --json --query' ;;
    ' org show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' org add')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' org remove')
      commands=''
      options='-y --yes'
      case $operands in *) : ;; esac ;;
    ' repo')
      commands='list'
      options='' ;;
    ' repo list')
      commands=''
      options='-L --limit -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' tag')
      commands='list'
      options='' ;;
    ' tag list')
      commands=''
      options='-L --limit --sort -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' emulator')
      commands='start env quirks'
      options='' ;;
    ' emulator start')
      commands=''
      options='--host --port --data --seed --quirk --quota --fault --trigger-url -o --output' ;;
    ' emulator env')
      commands=''
      options='--port --shell' ;;
    ' emulator quirks')
      commands=''
      options='-o --output --json --query' ;;
    ' completion')
      commands=''
      options=''
      case $operands in 0) words='bash zsh fish powershell' ;; esac ;;
    ' version')
      commands=''
      options='-o --output --json --query' ;;
    ' help')
      commands=''
      options=''
      case $operands in *) words='environment exit-codes formatting limits permissions push pull org repo tag emulator completion version help' ;; esac ;;
    esac
    if [[ $cur == -* ]]; then
      words="$options --profile --org -q --quiet --no-input --color --debug --region --project --project-id --registry --endpoint --iam-endpoint --jobs --rate --retries --timeout --ca-file --insecure --plain-http -h --help" files=''
    elif [[ $commands != '' ]]; then
      words=$commands
    fi
  fi
  if [[ $files != '' ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\n'
    COMPREPLY=($(compgen $files -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}

complete -F _swrctl swrctl
