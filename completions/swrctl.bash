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
      --profile | --org | --color | --region | --project | --project-id | --registry | --endpoint | --iam-endpoint | --jobs | --rate | --retries | --timeout | --ca-file | --insecure | -o | --output | --query)
        flag=$word
        if [[ ${COMP_WORDS[i + 1]} != '=' ]]; then ((i += 1)); fi ;;
      -*) ;;
      *) case "$at $word" in
      ' completion') at=' completion' ;;
      ' version') at=' version' ;;
      ' help') at=' help' ;;
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
    *' -o'|*' --output') words='table wide json yaml tsv name' ;;
    *' --json') : ;;
    *' --query') : ;;
    esac
  else
    case $at in
    '')
      commands='completion version help'
      options='-V --version' ;;
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
      case $operands in *) words='environment exit-codes formatting limits permissions completion version help' ;; esac ;;
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
