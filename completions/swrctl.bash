# bash completion for swrctl; generated, do not edit.
# Load it with: source <(swrctl completion bash)

_swrctl() {
  local cur=${COMP_WORDS[COMP_CWORD]} flag='' at='' word='' words='' files='' commands='' options=''
  local live='' full=$cur operands=0 i=1 start=$COMP_CWORD
  COMPREPLY=()
  while ((start > 1)); do
    case ${COMP_WORDS[start]} in
      = | :) if [[ ${COMP_WORDS[start - 1]} == -* ]]; then break; fi ;;
      *) case ${COMP_WORDS[start - 1]} in
        = | :) if [[ ${COMP_WORDS[start - 2]} == -* ]]; then break; fi ;;
        *) break ;;
      esac ;;
    esac
    ((start -= 1))
    full=${COMP_WORDS[start]}$full
  done
  while ((i < start)); do
    word=${COMP_WORDS[i]}
    flag=''
    case $word in
      = | :) ((i += 1)) ;; # with the word behind it
      --profile | --org | --color | --region | --cloud | --project | --project-id | --instance | --registry | --endpoint | --iam-endpoint | --jobs | --rate | --retries | --timeout | --ca-file | --insecure | --plain-http | --ak | --sk-file | --credentials-file | -u | --username | --iam-user | --long-term | --duration | --for | --print | -o | --output | --query | --image | --platform | --format | --compression | --compression-level | --compressor | --cache-from | --reuse | --chunk-size | --if-digest | --limit | --digest-file | --digest-map | --to | -L | --auto-scan | --block | --allow-cve | --allow-until | --category | --description | --sort | --filter | --user | --expiring | --account | --until | --on | --type | --cluster | --namespace | --workload | --container | --keep-days | --keep-count | --except-tag | --except-regex | --to-region | --to-org | --metric | --days | -f | --field | --input | -n | --name | --job-name | --schedule | --credentials-secret | --vpc | --subnet | --spec | --enterprise-project | --label | --bucket | --encrypt | --kms-key | --since | --certificate | --status | --host | --port | --data | --seed | --job-time | --quirk | --quota | --fault | --trigger-url | --shell)
        flag=$word
        if [[ ${COMP_WORDS[i + 1]} != '=' ]]; then ((i += 1)); fi ;;
      -*) ;;
      *) case "$at $word" in
      ' login') at=' login' ;;
      ' logout') at=' logout' ;;
      ' auth') at=' auth' ;;
      ' config') at=' config' ;;
      ' doctor') at=' doctor' ;;
      ' push') at=' push' ;;
      ' pull') at=' pull' ;;
      ' copy'|' cp') at=' copy' ;;
      ' check') at=' check' ;;
      ' inspect') at=' inspect' ;;
      ' diff') at=' diff' ;;
      ' digest') at=' digest' ;;
      ' manifest') at=' manifest' ;;
      ' org'|' ns') at=' org' ;;
      ' repo') at=' repo' ;;
      ' tag') at=' tag' ;;
      ' perm') at=' perm' ;;
      ' share') at=' share' ;;
      ' trigger') at=' trigger' ;;
      ' retention') at=' retention' ;;
      ' sync') at=' sync' ;;
      ' quota') at=' quota' ;;
      ' usage') at=' usage' ;;
      ' api') at=' api' ;;
      ' k8s') at=' k8s' ;;
      ' instance') at=' instance' ;;
      ' artifact') at=' artifact' ;;
      ' credential') at=' credential' ;;
      ' audit') at=' audit' ;;
      ' domain') at=' domain' ;;
      ' network') at=' network' ;;
      ' label') at=' label' ;;
      ' job') at=' job' ;;
      ' emulator') at=' emulator' ;;
      ' regions') at=' regions' ;;
      ' explain') at=' explain' ;;
      ' completion') at=' completion' ;;
      ' version') at=' version' ;;
      ' help') at=' help' ;;
      ' auth login') at=' auth login' ;;
      ' auth logout') at=' auth logout' ;;
      ' auth status') at=' auth status' ;;
      ' auth list'|' auth ls') at=' auth list' ;;
      ' auth switch') at=' auth switch' ;;
      ' auth remove'|' auth rm'|' auth delete') at=' auth remove' ;;
      ' auth key') at=' auth key' ;;
      ' auth token') at=' auth token' ;;
      ' config list'|' config ls') at=' config list' ;;
      ' config get') at=' config get' ;;
      ' config set') at=' config set' ;;
      ' config unset') at=' config unset' ;;
      ' org list'|' org ls') at=' org list' ;;
      ' org show'|' org get') at=' org show' ;;
      ' org add'|' org create') at=' org add' ;;
      ' org set'|' org update'|' org edit') at=' org set' ;;
      ' org remove'|' org rm'|' org delete') at=' org remove' ;;
      ' repo list'|' repo ls') at=' repo list' ;;
      ' repo show'|' repo get') at=' repo show' ;;
      ' repo add'|' repo create') at=' repo add' ;;
      ' repo set'|' repo update'|' repo edit') at=' repo set' ;;
      ' repo remove'|' repo rm'|' repo delete') at=' repo remove' ;;
      ' tag list'|' tag ls') at=' tag list' ;;
      ' tag show'|' tag get') at=' tag show' ;;
      ' tag add'|' tag create') at=' tag add' ;;
      ' tag remove'|' tag rm'|' tag delete') at=' tag remove' ;;
      ' perm list'|' perm ls') at=' perm list' ;;
      ' perm add'|' perm create') at=' perm add' ;;
      ' perm set'|' perm update'|' perm edit') at=' perm set' ;;
      ' perm remove'|' perm rm'|' perm delete') at=' perm remove' ;;
      ' perm matrix') at=' perm matrix' ;;
      ' perm who-can') at=' perm who-can' ;;
      ' share list'|' share ls') at=' share list' ;;
      ' share show'|' share get') at=' share show' ;;
      ' share add'|' share create') at=' share add' ;;
      ' share set'|' share update'|' share edit') at=' share set' ;;
      ' share remove'|' share rm'|' share delete') at=' share remove' ;;
      ' trigger list'|' trigger ls') at=' trigger list' ;;
      ' trigger show'|' trigger get') at=' trigger show' ;;
      ' trigger add'|' trigger create') at=' trigger add' ;;
      ' trigger set'|' trigger update'|' trigger edit') at=' trigger set' ;;
      ' trigger enable') at=' trigger enable' ;;
      ' trigger disable') at=' trigger disable' ;;
      ' trigger remove'|' trigger rm'|' trigger delete') at=' trigger remove' ;;
      ' trigger history') at=' trigger history' ;;
      ' trigger test') at=' trigger test' ;;
      ' retention list'|' retention ls') at=' retention list' ;;
      ' retention show'|' retention get') at=' retention show' ;;
      ' retention preview') at=' retention preview' ;;
      ' retention add'|' retention create') at=' retention add' ;;
      ' retention set'|' retention update'|' retention edit') at=' retention set' ;;
      ' retention remove'|' retention rm'|' retention delete') at=' retention remove' ;;
      ' retention history') at=' retention history' ;;
      ' sync regions') at=' sync regions' ;;
      ' sync list'|' sync ls') at=' sync list' ;;
      ' sync add'|' sync create') at=' sync add' ;;
      ' sync remove'|' sync rm'|' sync delete') at=' sync remove' ;;
      ' sync run') at=' sync run' ;;
      ' sync jobs') at=' sync jobs' ;;
      ' sync verify') at=' sync verify' ;;
      ' k8s secret') at=' k8s secret' ;;
      ' k8s cronjob') at=' k8s cronjob' ;;
      ' k8s check') at=' k8s check' ;;
      ' instance list'|' instance ls') at=' instance list' ;;
      ' instance show'|' instance get') at=' instance show' ;;
      ' instance add'|' instance create') at=' instance add' ;;
      ' instance set'|' instance update'|' instance edit') at=' instance set' ;;
      ' instance remove'|' instance rm'|' instance delete') at=' instance remove' ;;
      ' artifact list'|' artifact ls') at=' artifact list' ;;
      ' artifact show'|' artifact get') at=' artifact show' ;;
      ' artifact remove'|' artifact rm'|' artifact delete') at=' artifact remove' ;;
      ' artifact accessories') at=' artifact accessories' ;;
      ' artifact history') at=' artifact history' ;;
      ' credential list'|' credential ls') at=' credential list' ;;
      ' credential add'|' credential create') at=' credential add' ;;
      ' credential temporary') at=' credential temporary' ;;
      ' credential enable') at=' credential enable' ;;
      ' credential disable') at=' credential disable' ;;
      ' credential remove'|' credential rm'|' credential delete') at=' credential remove' ;;
      ' audit pulls') at=' audit pulls' ;;
      ' audit pushes') at=' audit pushes' ;;
      ' audit deletes') at=' audit deletes' ;;
      ' domain list'|' domain ls') at=' domain list' ;;
      ' domain add'|' domain create') at=' domain add' ;;
      ' domain set'|' domain update'|' domain edit') at=' domain set' ;;
      ' domain remove'|' domain rm'|' domain delete') at=' domain remove' ;;
      ' network show'|' network get') at=' network show' ;;
      ' network public') at=' network public' ;;
      ' network allow') at=' network allow' ;;
      ' network vpc') at=' network vpc' ;;
      ' network allow list'|' network allow ls') at=' network allow list' ;;
      ' network allow add'|' network allow create') at=' network allow add' ;;
      ' network allow remove'|' network allow rm'|' network allow delete') at=' network allow remove' ;;
      ' network allow set'|' network allow update'|' network allow edit') at=' network allow set' ;;
      ' network vpc list'|' network vpc ls') at=' network vpc list' ;;
      ' network vpc add'|' network vpc create') at=' network vpc add' ;;
      ' network vpc remove'|' network vpc rm'|' network vpc delete') at=' network vpc remove' ;;
      ' label list'|' label ls') at=' label list' ;;
      ' label set'|' label update'|' label edit') at=' label set' ;;
      ' label remove'|' label rm'|' label delete') at=' label remove' ;;
      ' label find'|' label search') at=' label find' ;;
      ' job list'|' job ls') at=' job list' ;;
      ' job show'|' job get') at=' job show' ;;
      ' job wait') at=' job wait' ;;
      ' job remove'|' job rm'|' job delete') at=' job remove' ;;
      ' emulator start') at=' emulator start' ;;
      ' emulator env') at=' emulator env' ;;
      ' emulator quirks') at=' emulator quirks' ;;
      *) ((operands += 1)) ;;
      esac ;;
    esac
    ((i += 1))
  done
  # A flag waits for its value: it is the word before, or the one before "=".
  if [[ $full == '=' ]]; then
    flag=${COMP_WORDS[start - 1]} cur='' full=''
  elif [[ ${COMP_WORDS[start - 1]} == '=' ]]; then
    flag=${COMP_WORDS[start - 2]}
  elif ((i == start)); then
    flag=''
  fi
  if [[ $flag == -* ]]; then
    case "$at $flag" in
    *' --profile') live=profile ;;
    *' --org') live=org ;;
    *' --color') words='auto always never' ;;
    *' --region') words='cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5 cn-south-1 cn-south-2 cn-south-4 cn-southwest-2 cn-southwest-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 af-south-1 af-north-1 la-south-2 la-north-2 na-mexico-1 sa-brazil-1 sa-peru-1 tr-west-1 ae-ad-1 me-east-1 my-kualalumpur-1 eu-west-0 ru-northwest-2 ru-moscow-1 eu-west-101 eu-de eu-nl eu-ch2' ;;
    *' --cloud') words='myhuaweicloud.com myhuaweicloud.eu otc.t-systems.com sc.otc.t-systems.com prod-cloud-ocb.orange-business.com hc.sbercloud.ru hc.vtbcloud.ru g42cloud.com' ;;
    ' network vpc add --project') : ;;
    *' --project') : ;;
    *' --project-id') : ;;
    ' emulator start --instance') : ;;
    *' --instance') : ;;
    *' --registry') : ;;
    *' --endpoint') : ;;
    *' --iam-endpoint') : ;;
    *' --jobs') words='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16' ;;
    *' --rate') : ;;
    *' --retries') : ;;
    ' job wait --timeout') : ;;
    *' --timeout') : ;;
    *' --ca-file') files=-f ;;
    *' --insecure') : ;;
    *' --plain-http') : ;;
    *' --ak') : ;;
    *' --sk-file') files=-f ;;
    *' --credentials-file') files=-f ;;
    *' -u'|*' --username') : ;;
    *' --iam-user') : ;;
    *' --long-term') : ;;
    *' --duration') words='1h 6h 12h 24h' ;;
    *' --for') words='docker podman containerd nerdctl buildkit helm k3s skopeo' ;;
    *' --print') words='docker ctr nerdctl podman skopeo json' ;;
    ' pull -o'|' pull --output') files=-f ;;
    ' emulator start -o'|' emulator start --output') words='json' ;;
    ' k8s secret -o'|' k8s cronjob -o'|' k8s secret --output'|' k8s cronjob --output') words='yaml json' ;;
    *' -o'|*' --output') words='table wide json yaml tsv name' ;;
    *' --json') : ;;
    *' --query') : ;;
    ' check --image') : ;;
    ' k8s cronjob --image') live=reference ;;
    *' --image') : ;;
    *' --platform') words='linux/amd64 linux/arm64 linux/arm/v7 windows/amd64' ;;
    ' pull --format') words='docker-archive oci-archive oci' ;;
    *' --format') words='auto docker oci keep' ;;
    *' --compression') words='gzip zstd none' ;;
    *' --compression-level') words='1 2 3 4 5 6 7 8 9 10 11 12' ;;
    *' --compressor') words='auto builtin igzip pigz' ;;
    *' --cache-from') live=reference ;;
    *' --reuse') words='verified trusted off' ;;
    *' --chunk-size') : ;;
    *' --if-digest') : ;;
    ' push --limit'|' check --limit') words='layer= organization-name= repository-name= images= tags=' ;;
    *' -L'|*' --limit') : ;;
    *' --digest-file') files=-f ;;
    *' --digest-map') files=-f ;;
    *' --to') live=target ;;
    *' --auto-scan') words='on off' ;;
    *' --block') words='off low medium high critical' ;;
    *' --allow-cve') : ;;
    *' --allow-until') : ;;
    *' --category') words='app_server linux framework_app database lang other windows arm' ;;
    ' repo add --description'|' repo set --description') : ;;
    ' share add --description'|' share set --description') : ;;
    *' --description') : ;;
    *' --sort') words='updated size name' ;;
    ' tag list --filter') : ;;
    *' --filter') : ;;
    *' --user') : ;;
    *' --expiring') words='7d 30d 90d 365d' ;;
    *' --account') : ;;
    ' share add --until'|' share set --until') words='forever 7d 30d 90d 365d' ;;
    *' --until') : ;;
    *' --on') words='all tag= regex=' ;;
    ' trigger add --type') words='cce cci' ;;
    ' k8s secret --type') words='long-term temporary' ;;
    *' --type') words='image chart' ;;
    *' --cluster') live=cluster ;;
    ' trigger add --namespace') : ;;
    *' -n'|*' --namespace') : ;;
    *' --workload') words='deployment/ statefulset/' ;;
    *' --container') : ;;
    *' --keep-days') : ;;
    *' --keep-count') : ;;
    *' --except-tag') : ;;
    *' --except-regex') : ;;
    *' --to-region') words='cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5 cn-south-1 cn-south-2 cn-south-4 cn-southwest-2 cn-southwest-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 af-south-1 af-north-1 la-south-2 la-north-2 na-mexico-1 sa-brazil-1 sa-peru-1 tr-west-1 ae-ad-1 me-east-1 my-kualalumpur-1 eu-west-0 ru-northwest-2 ru-moscow-1 eu-west-101 eu-de eu-nl eu-ch2' ;;
    *' --to-org') live=org ;;
    *' --metric') words='storage downloads' ;;
    *' --days') : ;;
    *' -f'|*' --field') : ;;
    *' --input') files=-f ;;
    *' --name') : ;;
    *' --patch-serviceaccount') : ;;
    *' --job-name') : ;;
    *' --schedule') : ;;
    *' --credentials-secret') : ;;
    ' instance add --vpc') : ;;
    *' --vpc') : ;;
    *' --subnet') : ;;
    *' --spec') words='professional basic' ;;
    *' --enterprise-project') : ;;
    *' --label') : ;;
    *' --bucket') : ;;
    *' --encrypt') words='aes256 sm4' ;;
    *' --kms-key') : ;;
    ' instance add --wait') : ;;
    ' instance remove --wait') : ;;
    ' network public --wait') : ;;
    ' network vpc add --wait') : ;;
    *' --wait') : ;;
    *' --since') : ;;
    ' domain add --certificate') : ;;
    *' --certificate') : ;;
    *' --status') words='creating initializing running failed succeeded' ;;
    *' --host') : ;;
    ' emulator start --port') : ;;
    *' --port') : ;;
    *' --data') files=-d ;;
    *' --seed') files=-f ;;
    *' --job-time') : ;;
    *' --quirk') : ;;
    *' --quota') : ;;
    *' --fault') : ;;
    *' --trigger-url') : ;;
    *' --shell') words='bash fish pwsh' ;;
    esac
  else
    case $at in
    '')
      commands='login logout auth config doctor push pull copy check inspect diff digest manifest org repo tag perm share trigger retention sync quota usage api k8s instance artifact credential audit domain network label job emulator regions explain completion version help'
      options='-V --version' ;;
    ' login')
      commands=''
      options='--ak --sk-stdin --sk-file --credentials-file -u --username --password-stdin --iam-user --temporary --long-term --duration --enhanced --for --helper --print --insecure-storage --no-verify'
      case $operands in 0) : ;; esac ;;
    ' logout')
      commands=''
      options='--revoke'
      case $operands in 0) : ;; esac ;;
    ' auth')
      commands='login logout status list switch remove key token'
      options='' ;;
    ' auth login')
      commands=''
      options='--ak --sk-stdin --sk-file --credentials-file -u --username --password-stdin --iam-user --temporary --long-term --duration --enhanced --for --helper --print --insecure-storage --no-verify'
      case $operands in 0) : ;; esac ;;
    ' auth logout')
      commands=''
      options='--revoke'
      case $operands in 0) : ;; esac ;;
    ' auth status')
      commands=''
      options='-o --output --json --query' ;;
    ' auth list')
      commands=''
      options='-o --output --json --query' ;;
    ' auth switch')
      commands=''
      options=''
      case $operands in 0) live=profile ;; esac ;;
    ' auth remove')
      commands=''
      options='-y --yes'
      case $operands in 0) live=profile ;; esac ;;
    ' auth key')
      commands=''
      options='--ak --sk-stdin --sk-file --credentials-file' ;;
    ' auth token')
      commands=''
      options='--push'
      case $operands in 0) live=reference ;; esac ;;
    ' config')
      commands='list get set unset'
      options='' ;;
    ' config list')
      commands=''
      options='-o --output --json --query' ;;
    ' config get')
      commands=''
      options=''
      case $operands in 0) words='org region project instance output jobs rate' ;; esac ;;
    ' config set')
      commands=''
      options=''
      case $operands in 0) words='org region project instance output jobs rate' ;; 1) : ;; esac ;;
    ' config unset')
      commands=''
      options=''
      case $operands in 0) words='org region project instance output jobs rate' ;; esac ;;
    ' doctor')
      commands=''
      options='-o --output --json --query' ;;
    ' push')
      commands=''
      options='--image --all --create-org --platform --format --no-clobber --public --dry-run --compression --compression-level --compressor --cache-from --reuse --chunk-size --if-digest --check --verify --limit --digest-file --digest-map -o --output --json --query'
      case $operands in 0) files=-f ;; *) live=reference ;; esac ;;
    ' pull')
      commands=''
      options='-o --output --format --platform --all-platforms --uncompressed --verify --referrers --force --no-resume --json --query'
      case $operands in *) live=reference ;; esac ;;
    ' copy')
      commands=''
      options='--all-tags --referrers --create-org --platform --format --no-clobber --public --dry-run -o --output --json --query'
      case $operands in 0) live=reference files=-f ;; 1) live=reference ;; esac ;;
    ' check')
      commands=''
      options='--to --image --limit -o --output --json --query'
      case $operands in 0) live=reference files=-f ;; esac ;;
    ' inspect')
      commands=''
      options='--image --platform -o --output --json --query'
      case $operands in 0) live=reference files=-f ;; esac ;;
    ' diff')
      commands=''
      options='--image --platform -o --output --json --query'
      case $operands in 0) live=reference files=-f ;; 1) live=reference files=-f ;; esac ;;
    ' digest')
      commands=''
      options='--image --platform -o --output --json --query'
      case $operands in 0) live=reference files=-f ;; esac ;;
    ' manifest')
      commands=''
      options='--image --platform'
      case $operands in 0) live=reference files=-f ;; esac ;;
    ' org')
      commands='list show add set remove'
      options='' ;;
    ' org list')
      commands=''
      options='-L --limit -o --output --json --query' ;;
    ' org show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=org ;; esac ;;
    ' org add')
      commands=''
      options='--exist-ok --public --private --auto-scan --block -o --output --json --query'
      case $operands in 0) live=org ;; esac ;;
    ' org set')
      commands=''
      options='--public --private --auto-scan --block --allow-cve --allow-until -o --output --json --query'
      case $operands in 0) live=org ;; esac ;;
    ' org remove')
      commands=''
      options='-y --yes'
      case $operands in *) live=org ;; esac ;;
    ' repo')
      commands='list show add set remove'
      options='' ;;
    ' repo list')
      commands=''
      options='-L --limit --shared-with-me --shared-by-me --all-instances -o --output --json --query'
      case $operands in 0) live=org ;; esac ;;
    ' repo show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' repo add')
      commands=''
      options='--exist-ok --public --private --category --description -o --output --json --query'
      case $operands in *) live=repo ;; esac ;;
    ' repo set')
      commands=''
      options='--public --private --category --description -o --output --json --query'
      case $operands in *) live=repo ;; esac ;;
    ' repo remove')
      commands=''
      options='-y --yes'
      case $operands in *) live=repo ;; esac ;;
    ' tag')
      commands='list show add remove'
      options='' ;;
    ' tag list')
      commands=''
      options='-L --limit --sort --filter -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' tag show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=tag ;; esac ;;
    ' tag add')
      commands=''
      options='--force --exist-ok -o --output --json --query'
      case $operands in 0) live=tag ;; *) : ;; esac ;;
    ' tag remove')
      commands=''
      options='-y --yes'
      case $operands in *) live=tag ;; esac ;;
    ' perm')
      commands='list add set remove matrix who-can'
      options='' ;;
    ' perm list')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=target ;; esac ;;
    ' perm add')
      commands=''
      options='--exist-ok -o --output --json --query'
      case $operands in 0) live=target ;; *) live=grant ;; esac ;;
    ' perm set')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=target ;; *) live=grant ;; esac ;;
    ' perm remove')
      commands=''
      options='-y --yes'
      case $operands in 0) live=target ;; *) live=user ;; esac ;;
    ' perm matrix')
      commands=''
      options='--user -o --output --json --query'
      case $operands in 0) live=org ;; esac ;;
    ' perm who-can')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) words='pull push manage' ;; 1) live=target ;; esac ;;
    ' share')
      commands='list show add set remove'
      options='' ;;
    ' share list')
      commands=''
      options='--expiring -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' share show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; 1) : ;; esac ;;
    ' share add')
      commands=''
      options='--account --until --description --exist-ok -o --output --json --query'
      case $operands in *) live=repo ;; esac ;;
    ' share set')
      commands=''
      options='--account --until --description -o --output --json --query'
      case $operands in *) live=repo ;; esac ;;
    ' share remove')
      commands=''
      options='-y --yes'
      case $operands in 0) live=repo ;; *) : ;; esac ;;
    ' trigger')
      commands='list show add set enable disable remove history test'
      options='' ;;
    ' trigger list')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' trigger show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; 1) : ;; esac ;;
    ' trigger add')
      commands=''
      options='--on --type --cluster --namespace --workload --container --disabled --exist-ok -o --output --json --query'
      case $operands in 0) live=repo ;; 1) : ;; esac ;;
    ' trigger set')
      commands=''
      options='--enabled --disabled -o --output --json --query'
      case $operands in 0) live=repo ;; *) : ;; esac ;;
    ' trigger enable')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; *) : ;; esac ;;
    ' trigger disable')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; *) : ;; esac ;;
    ' trigger remove')
      commands=''
      options='-y --yes'
      case $operands in 0) live=repo ;; *) : ;; esac ;;
    ' trigger history')
      commands=''
      options='-L --limit -o --output --json --query'
      case $operands in 0) live=repo ;; 1) : ;; esac ;;
    ' trigger test')
      commands=''
      options='--on -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' retention')
      commands='list show preview add set remove history'
      options='' ;;
    ' retention list')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' retention show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' retention preview')
      commands=''
      options='--keep-days --keep-count --except-tag --except-regex --exit-code -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' retention add')
      commands=''
      options='--keep-days --keep-count --except-tag --except-regex --exist-ok -y --yes -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' retention set')
      commands=''
      options='--keep-days --keep-count --except-tag --except-regex -y --yes -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' retention remove')
      commands=''
      options='-y --yes'
      case $operands in *) live=repo ;; esac ;;
    ' retention history')
      commands=''
      options='-L --limit -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' sync')
      commands='regions list add remove run jobs verify'
      options='' ;;
    ' sync regions')
      commands=''
      options='-o --output --json --query' ;;
    ' sync list')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' sync add')
      commands=''
      options='--to-region --to-org --override --exist-ok -o --output --json --query'
      case $operands in *) live=repo ;; esac ;;
    ' sync remove')
      commands=''
      options='--to-region --to-org -y --yes'
      case $operands in *) live=repo ;; esac ;;
    ' sync run')
      commands=''
      options='--to-region --to-org --override --wait -o --output --json --query'
      case $operands in *) live=tag ;; esac ;;
    ' sync jobs')
      commands=''
      options='-L --limit -o --output --json --query'
      case $operands in 0) live=repo ;; esac ;;
    ' sync verify')
      commands=''
      options='--to-region --to-org -o --output --json --query'
      case $operands in *) live=tag ;; esac ;;
    ' quota')
      commands=''
      options='-o --output --json --query' ;;
    ' usage')
      commands=''
      options='--metric --days --monthly --total -o --output --json --query' ;;
    ' api')
      commands=''
      options='-f --field --input --paginate --query'
      case $operands in 0) words='GET POST PUT PATCH DELETE' ;; 1) files=-f ;; esac ;;
    ' k8s')
      commands='secret cronjob check'
      options='' ;;
    ' k8s secret')
      commands=''
      options='-n --namespace --name --type --duration --patch-serviceaccount -o --output' ;;
    ' k8s cronjob')
      commands=''
      options='-n --namespace --name --image --job-name --schedule --duration --credentials-secret -o --output' ;;
    ' k8s check')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) files=-f ;; esac ;;
    ' instance')
      commands='list show add set remove'
      options='' ;;
    ' instance list')
      commands=''
      options='-L --limit -o --output --json --query' ;;
    ' instance show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' instance add')
      commands=''
      options='-y --yes --exist-ok --vpc --subnet --spec --description --enterprise-project --label --no-intranet --bucket --encrypt --kms-key --wait -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' instance set')
      commands=''
      options='--anonymous --no-anonymous -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' instance remove')
      commands=''
      options='--delete-bucket --delete-dns -y --yes --wait'
      case $operands in 0) : ;; esac ;;
    ' artifact')
      commands='list show remove accessories history'
      options='' ;;
    ' artifact list')
      commands=''
      options='--type -L --limit -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' artifact show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' artifact remove')
      commands=''
      options='-y --yes'
      case $operands in *) : ;; esac ;;
    ' artifact accessories')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' artifact history')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' credential')
      commands='list add temporary enable disable remove'
      options='' ;;
    ' credential list')
      commands=''
      options='-a --all -L --limit -o --output --json --query' ;;
    ' credential add')
      commands=''
      options='--print -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' credential temporary')
      commands=''
      options='--print -o --output --json --query' ;;
    ' credential enable')
      commands=''
      options='-o --output --json --query'
      case $operands in *) : ;; esac ;;
    ' credential disable')
      commands=''
      options='-o --output --json --query'
      case $operands in *) : ;; esac ;;
    ' credential remove')
      commands=''
      options='-y --yes'
      case $operands in *) : ;; esac ;;
    ' audit')
      commands='pulls pushes deletes'
      options='' ;;
    ' audit pulls')
      commands=''
      options='--since --until -L --limit -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' audit pushes')
      commands=''
      options='--since --until -L --limit -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' audit deletes')
      commands=''
      options='--since --until -L --limit -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' domain')
      commands='list add set remove'
      options='' ;;
    ' domain list')
      commands=''
      options='-o --output --json --query' ;;
    ' domain add')
      commands=''
      options='--certificate --exist-ok -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' domain set')
      commands=''
      options='--certificate -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' domain remove')
      commands=''
      options='-y --yes'
      case $operands in *) : ;; esac ;;
    ' network')
      commands='show public allow vpc'
      options='' ;;
    ' network show')
      commands=''
      options='-o --output --json --query' ;;
    ' network public')
      commands=''
      options='--wait -o --output --json --query'
      case $operands in 0) words='on off' ;; esac ;;
    ' network allow')
      commands='list add remove set'
      options='' ;;
    ' network allow list')
      commands=''
      options='-o --output --json --query' ;;
    ' network allow add')
      commands=''
      options='-y --yes --exist-ok -o --output --json --query'
      case $operands in *) : ;; esac ;;
    ' network allow remove')
      commands=''
      options='-y --yes -o --output --json --query'
      case $operands in *) : ;; esac ;;
    ' network allow set')
      commands=''
      options='-y --yes -o --output --json --query'
      case $operands in *) : ;; esac ;;
    ' network vpc')
      commands='list add remove'
      options='' ;;
    ' network vpc list')
      commands=''
      options='-L --limit -o --output --json --query' ;;
    ' network vpc add')
      commands=''
      options='--vpc --subnet --description --exist-ok --wait -o --output --json --query' ;;
    ' network vpc remove')
      commands=''
      options='-y --yes --wait'
      case $operands in *) : ;; esac ;;
    ' label')
      commands='list set remove find'
      options='' ;;
    ' label list')
      commands=''
      options='-a --all --namespaces -o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' label set')
      commands=''
      options='-o --output --json --query'
      case $operands in *) : ;; esac ;;
    ' label remove')
      commands=''
      options='-y --yes'
      case $operands in *) words='org region project instance output jobs rate' ;; esac ;;
    ' label find')
      commands=''
      options='--namespaces -L --limit -o --output --json --query'
      case $operands in *) : ;; esac ;;
    ' job')
      commands='list show wait remove'
      options='' ;;
    ' job list')
      commands=''
      options='--status -L --limit -o --output --json --query' ;;
    ' job show')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' job wait')
      commands=''
      options='-o --output --json --query'
      case $operands in 0) : ;; esac ;;
    ' job remove')
      commands=''
      options='-y --yes'
      case $operands in *) : ;; esac ;;
    ' emulator')
      commands='start env quirks'
      options='' ;;
    ' emulator start')
      commands=''
      options='--host --port --data --seed --job-time --quirk --quota --fault --trigger-url -o --output' ;;
    ' emulator env')
      commands=''
      options='--port --shell' ;;
    ' emulator quirks')
      commands=''
      options='-o --output --json --query' ;;
    ' regions')
      commands=''
      options='--filter -o --output --json --query' ;;
    ' explain')
      commands=''
      options='-o --output --json --query'
      case $operands in *) : ;; esac ;;
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
      case $operands in *) words='connection environment exit-codes formatting limits permissions login logout auth config doctor push pull copy check inspect diff digest manifest org repo tag perm share trigger retention sync quota usage api k8s instance artifact credential audit domain network label job emulator regions explain completion version help' ;; esac ;;
    esac
    if [[ $cur == -* ]]; then
      words="$options --profile --org -q --quiet --no-input --color --debug --region --cloud --project --project-id --instance --registry --endpoint --iam-endpoint --jobs --rate --retries --timeout --ca-file --insecure --plain-http -h --help" files='' live=''
    elif [[ $commands != '' ]]; then
      words=$commands
    fi
  fi
  if [[ $files != '' && $full == "$cur" ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\n'
    COMPREPLY=($(compgen $files -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
  if [[ $live != '' ]]; then
    local name head=${full%"$cur"} line=() glue=''
    for ((i = 1; i < start; i += 1)); do
      word=${COMP_WORDS[i]}
      case $word in
        = | :) glue=yes line[${#line[@]} - 1]+=$word ;;
        *) if [[ $glue == yes ]]; then glue='' line[${#line[@]} - 1]+=$word; else line+=("$word"); fi ;;
      esac
    done
    case $cur in
      = | :) head=$full ;;
    esac
    while IFS= read -r name; do
      if [[ $name == "$full"* ]]; then COMPREPLY+=("${name#"$head"}"); fi
    done < <("${COMP_WORDS[0]}" __complete "$live" "$full" "${line[@]}" 2>/dev/null </dev/null)
  fi
  case ${COMPREPLY[0]} in
    *[=/:]) if ((${#COMPREPLY[@]} == 1)); then compopt -o nospace 2>/dev/null; fi ;;
  esac
}

complete -F _swrctl swrctl
