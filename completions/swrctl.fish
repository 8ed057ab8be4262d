# fish completion for swrctl; generated, do not edit.
# Load it with: swrctl completion fish | source

function __swrctl_complete
  set -l cur (commandline -ct)
  set -l words (commandline -opc)
  set -l program $words[1]
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
      case --profile --org --color --region --cloud --project --project-id --instance --registry --endpoint --iam-endpoint --jobs --rate --retries --timeout --ca-file --insecure --plain-http --ak --sk-file --credentials-file -u --username --iam-user --long-term --duration --for --print -o --output --query --image --platform --format --compression --compression-level --compressor --cache-from --reuse --chunk-size --if-digest --limit --digest-file --digest-map --to -L --auto-scan --block --allow-cve --allow-until --category --description --sort --filter --user --expiring --account --until --on --type --cluster --namespace --workload --container --keep-days --keep-count --except-tag --except-regex --to-region --to-org --metric --days -f --field --input -n --name --job-name --schedule --credentials-secret --vpc --subnet --spec --enterprise-project --label --bucket --encrypt --kms-key --since --certificate --status --host --port --data --seed --job-time --quirk --quota --fault --trigger-url --shell
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
          case ' config'
            set at ' config'
          case ' doctor'
            set at ' doctor'
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
          case ' org' ' ns'
            set at ' org'
          case ' repo'
            set at ' repo'
          case ' tag'
            set at ' tag'
          case ' perm'
            set at ' perm'
          case ' share'
            set at ' share'
          case ' trigger'
            set at ' trigger'
          case ' retention'
            set at ' retention'
          case ' sync'
            set at ' sync'
          case ' quota'
            set at ' quota'
          case ' usage'
            set at ' usage'
          case ' api'
            set at ' api'
          case ' k8s'
            set at ' k8s'
          case ' instance'
            set at ' instance'
          case ' artifact'
            set at ' artifact'
          case ' credential'
            set at ' credential'
          case ' audit'
            set at ' audit'
          case ' domain'
            set at ' domain'
          case ' network'
            set at ' network'
          case ' label'
            set at ' label'
          case ' job'
            set at ' job'
          case ' emulator'
            set at ' emulator'
          case ' regions'
            set at ' regions'
          case ' explain'
            set at ' explain'
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
          case ' config list' ' config ls'
            set at ' config list'
          case ' config get'
            set at ' config get'
          case ' config set'
            set at ' config set'
          case ' config unset'
            set at ' config unset'
          case ' org list' ' org ls'
            set at ' org list'
          case ' org show' ' org get'
            set at ' org show'
          case ' org add' ' org create'
            set at ' org add'
          case ' org set' ' org update' ' org edit'
            set at ' org set'
          case ' org remove' ' org rm' ' org delete'
            set at ' org remove'
          case ' repo list' ' repo ls'
            set at ' repo list'
          case ' repo show' ' repo get'
            set at ' repo show'
          case ' repo add' ' repo create'
            set at ' repo add'
          case ' repo set' ' repo update' ' repo edit'
            set at ' repo set'
          case ' repo remove' ' repo rm' ' repo delete'
            set at ' repo remove'
          case ' tag list' ' tag ls'
            set at ' tag list'
          case ' tag show' ' tag get'
            set at ' tag show'
          case ' tag add' ' tag create'
            set at ' tag add'
          case ' tag remove' ' tag rm' ' tag delete'
            set at ' tag remove'
          case ' perm list' ' perm ls'
            set at ' perm list'
          case ' perm add' ' perm create'
            set at ' perm add'
          case ' perm set' ' perm update' ' perm edit'
            set at ' perm set'
          case ' perm remove' ' perm rm' ' perm delete'
            set at ' perm remove'
          case ' perm matrix'
            set at ' perm matrix'
          case ' perm who-can'
            set at ' perm who-can'
          case ' share list' ' share ls'
            set at ' share list'
          case ' share show' ' share get'
            set at ' share show'
          case ' share add' ' share create'
            set at ' share add'
          case ' share set' ' share update' ' share edit'
            set at ' share set'
          case ' share remove' ' share rm' ' share delete'
            set at ' share remove'
          case ' trigger list' ' trigger ls'
            set at ' trigger list'
          case ' trigger show' ' trigger get'
            set at ' trigger show'
          case ' trigger add' ' trigger create'
            set at ' trigger add'
          case ' trigger set' ' trigger update' ' trigger edit'
            set at ' trigger set'
          case ' trigger enable'
            set at ' trigger enable'
          case ' trigger disable'
            set at ' trigger disable'
          case ' trigger remove' ' trigger rm' ' trigger delete'
            set at ' trigger remove'
          case ' trigger history'
            set at ' trigger history'
          case ' trigger test'
            set at ' trigger test'
          case ' retention list' ' retention ls'
            set at ' retention list'
          case ' retention show' ' retention get'
            set at ' retention show'
          case ' retention preview'
            set at ' retention preview'
          case ' retention add' ' retention create'
            set at ' retention add'
          case ' retention set' ' retention update' ' retention edit'
            set at ' retention set'
          case ' retention remove' ' retention rm' ' retention delete'
            set at ' retention remove'
          case ' retention history'
            set at ' retention history'
          case ' sync regions'
            set at ' sync regions'
          case ' sync list' ' sync ls'
            set at ' sync list'
          case ' sync add' ' sync create'
            set at ' sync add'
          case ' sync remove' ' sync rm' ' sync delete'
            set at ' sync remove'
          case ' sync run'
            set at ' sync run'
          case ' sync jobs'
            set at ' sync jobs'
          case ' sync verify'
            set at ' sync verify'
          case ' k8s secret'
            set at ' k8s secret'
          case ' k8s cronjob'
            set at ' k8s cronjob'
          case ' k8s check'
            set at ' k8s check'
          case ' instance list' ' instance ls'
            set at ' instance list'
          case ' instance show' ' instance get'
            set at ' instance show'
          case ' instance add' ' instance create'
            set at ' instance add'
          case ' instance set' ' instance update' ' instance edit'
            set at ' instance set'
          case ' instance remove' ' instance rm' ' instance delete'
            set at ' instance remove'
          case ' artifact list' ' artifact ls'
            set at ' artifact list'
          case ' artifact show' ' artifact get'
            set at ' artifact show'
          case ' artifact remove' ' artifact rm' ' artifact delete'
            set at ' artifact remove'
          case ' artifact accessories'
            set at ' artifact accessories'
          case ' artifact history'
            set at ' artifact history'
          case ' credential list' ' credential ls'
            set at ' credential list'
          case ' credential add' ' credential create'
            set at ' credential add'
          case ' credential temporary'
            set at ' credential temporary'
          case ' credential enable'
            set at ' credential enable'
          case ' credential disable'
            set at ' credential disable'
          case ' credential remove' ' credential rm' ' credential delete'
            set at ' credential remove'
          case ' audit pulls'
            set at ' audit pulls'
          case ' audit pushes'
            set at ' audit pushes'
          case ' audit deletes'
            set at ' audit deletes'
          case ' domain list' ' domain ls'
            set at ' domain list'
          case ' domain add' ' domain create'
            set at ' domain add'
          case ' domain set' ' domain update' ' domain edit'
            set at ' domain set'
          case ' domain remove' ' domain rm' ' domain delete'
            set at ' domain remove'
          case ' network show' ' network get'
            set at ' network show'
          case ' network public'
            set at ' network public'
          case ' network allow'
            set at ' network allow'
          case ' network vpc'
            set at ' network vpc'
          case ' network allow list' ' network allow ls'
            set at ' network allow list'
          case ' network allow add' ' network allow create'
            set at ' network allow add'
          case ' network allow remove' ' network allow rm' ' network allow delete'
            set at ' network allow remove'
          case ' network allow set' ' network allow update' ' network allow edit'
            set at ' network allow set'
          case ' network vpc list' ' network vpc ls'
            set at ' network vpc list'
          case ' network vpc add' ' network vpc create'
            set at ' network vpc add'
          case ' network vpc remove' ' network vpc rm' ' network vpc delete'
            set at ' network vpc remove'
          case ' label list' ' label ls'
            set at ' label list'
          case ' label set' ' label update' ' label edit'
            set at ' label set'
          case ' label remove' ' label rm' ' label delete'
            set at ' label remove'
          case ' label find' ' label search'
            set at ' label find'
          case ' job list' ' job ls'
            set at ' job list'
          case ' job show' ' job get'
            set at ' job show'
          case ' job wait'
            set at ' job wait'
          case ' job remove' ' job rm' ' job delete'
            set at ' job remove'
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
        $program __complete profile "$cur" $words 2>/dev/null </dev/null | string replace -r '^' -- "$prefix"
      case '* --org'
        $program __complete org "$cur" $words 2>/dev/null </dev/null | string replace -r '^' -- "$prefix"
      case '* --color'
        printf '%s\n' 'auto' 'always' 'never' | string replace -r '^' -- "$prefix"
      case '* --region'
        printf '%s\n' 'cn-north-1' 'cn-north-2' 'cn-north-4' 'cn-north-9' 'cn-north-11' 'cn-north-12' 'cn-east-2' 'cn-east-3' 'cn-east-4' 'cn-east-5' 'cn-south-1' 'cn-south-2' 'cn-south-4' 'cn-southwest-2' 'cn-southwest-3' 'ap-southeast-1' 'ap-southeast-2' 'ap-southeast-3' 'ap-southeast-4' 'ap-southeast-5' 'af-south-1' 'af-north-1' 'la-south-2' 'la-north-2' 'na-mexico-1' 'sa-brazil-1' 'sa-peru-1' 'tr-west-1' 'ae-ad-1' 'me-east-1' 'my-kualalumpur-1' 'eu-west-0' 'ru-northwest-2' 'ru-moscow-1' 'eu-west-101' 'eu-de' 'eu-nl' 'eu-ch2' | string replace -r '^' -- "$prefix"
      case '* --cloud'
        printf '%s\n' 'myhuaweicloud.com' 'myhuaweicloud.eu' 'otc.t-systems.com' 'sc.otc.t-systems.com' 'prod-cloud-ocb.orange-business.com' 'hc.sbercloud.ru' 'hc.vtbcloud.ru' 'g42cloud.com' | string replace -r '^' -- "$prefix"
      case ' network vpc add --project'
        true | string replace -r '^' -- "$prefix"
      case '* --project'
        true | string replace -r '^' -- "$prefix"
      case '* --project-id'
        true | string replace -r '^' -- "$prefix"
      case ' emulator start --instance'
        true | string replace -r '^' -- "$prefix"
      case '* --instance'
        true | string replace -r '^' -- "$prefix"
      case '* --registry'
        true | string replace -r '^' -- "$prefix"
      case '* --endpoint'
        true | string replace -r '^' -- "$prefix"
      case '* --iam-endpoint'
        true | string replace -r '^' -- "$prefix"
      case '* --jobs'
        printf '%s\n' '1' '2' '3' '4' '5' '6' '7' '8' '9' '10' '11' '12' '13' '14' '15' '16' | string replace -r '^' -- "$prefix"
      case '* --rate'
        true | string replace -r '^' -- "$prefix"
      case '* --retries'
        true | string replace -r '^' -- "$prefix"
      case ' job wait --timeout'
        true | string replace -r '^' -- "$prefix"
      case '* --timeout'
        true | string replace -r '^' -- "$prefix"
      case '* --ca-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --insecure'
        true | string replace -r '^' -- "$prefix"
      case '* --plain-http'
        true | string replace -r '^' -- "$prefix"
      case '* --ak'
        true | string replace -r '^' -- "$prefix"
      case '* --sk-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --credentials-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* -u' '* --username'
        true | string replace -r '^' -- "$prefix"
      case '* --iam-user'
        true | string replace -r '^' -- "$prefix"
      case '* --long-term'
        true | string replace -r '^' -- "$prefix"
      case '* --duration'
        printf '%s\n' '1h' '6h' '12h' '24h' | string replace -r '^' -- "$prefix"
      case '* --for'
        printf '%s\n' 'docker' 'podman' 'containerd' 'nerdctl' 'buildkit' 'helm' 'k3s' 'skopeo' | string replace -r '^' -- "$prefix"
      case '* --print'
        printf '%s\n' 'docker' 'ctr' 'nerdctl' 'podman' 'skopeo' 'json' | string replace -r '^' -- "$prefix"
      case ' pull -o' ' pull --output'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case ' emulator start -o' ' emulator start --output'
        printf '%s\n' 'json' | string replace -r '^' -- "$prefix"
      case ' k8s secret -o' ' k8s cronjob -o' ' k8s secret --output' ' k8s cronjob --output'
        printf '%s\n' 'yaml' 'json' | string replace -r '^' -- "$prefix"
      case '* -o' '* --output'
        printf '%s\n' 'table' 'wide' 'json' 'yaml' 'tsv' 'name' | string replace -r '^' -- "$prefix"
      case '* --json'
        true | string replace -r '^' -- "$prefix"
      case '* --query'
        true | string replace -r '^' -- "$prefix"
      case ' check --image'
        true | string replace -r '^' -- "$prefix"
      case ' k8s cronjob --image'
        $program __complete reference "$cur" $words 2>/dev/null </dev/null | string replace -r '^' -- "$prefix"
      case '* --image'
        true | string replace -r '^' -- "$prefix"
      case '* --platform'
        printf '%s\n' 'linux/amd64' 'linux/arm64' 'linux/arm/v7' 'windows/amd64' | string replace -r '^' -- "$prefix"
      case ' pull --format'
        printf '%s\n' 'docker-archive' 'oci-archive' 'oci' | string replace -r '^' -- "$prefix"
      case '* --format'
        printf '%s\n' 'auto' 'docker' 'oci' 'keep' | string replace -r '^' -- "$prefix"
      case '* --compression'
        printf '%s\n' 'gzip' 'zstd' 'none' | string replace -r '^' -- "$prefix"
      case '* --compression-level'
        printf '%s\n' '1' '2' '3' '4' '5' '6' '7' '8' '9' '10' '11' '12' | string replace -r '^' -- "$prefix"
      case '* --compressor'
        printf '%s\n' 'auto' 'builtin' 'igzip' 'pigz' | string replace -r '^' -- "$prefix"
      case '* --cache-from'
        $program __complete reference "$cur" $words 2>/dev/null </dev/null | string replace -r '^' -- "$prefix"
      case '* --reuse'
        printf '%s\n' 'verified' 'trusted' 'off' | string replace -r '^' -- "$prefix"
      case '* --chunk-size'
        true | string replace -r '^' -- "$prefix"
      case '* --if-digest'
        true | string replace -r '^' -- "$prefix"
      case ' push --limit' ' check --limit'
        printf '%s\n' 'layer=' 'organization-name=' 'repository-name=' 'images=' 'tags=' | string replace -r '^' -- "$prefix"
      case '* -L' '* --limit'
        true | string replace -r '^' -- "$prefix"
      case '* --digest-file'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --digest-map'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --to'
        $program __complete target "$cur" $words 2>/dev/null </dev/null | string replace -r '^' -- "$prefix"
      case '* --auto-scan'
        printf '%s\n' 'on' 'off' | string replace -r '^' -- "$prefix"
      case '* --block'
        printf '%s\n' 'off' 'low' 'medium' 'high' 'critical' | string replace -r '^' -- "$prefix"
      case '* --allow-cve'
        true | string replace -r '^' -- "$prefix"
      case '* --allow-until'
        true | string replace -r '^' -- "$prefix"
      case '* --category'
        printf '%s\n' 'app_server' 'linux' 'framework_app' 'database' 'lang' 'other' 'windows' 'arm' | string replace -r '^' -- "$prefix"
      case ' repo add --description' ' repo set --description'
        true | string replace -r '^' -- "$prefix"
      case ' share add --description' ' share set --description'
        true | string replace -r '^' -- "$prefix"
      case '* --description'
        true | string replace -r '^' -- "$prefix"
      case '* --sort'
        printf '%s\n' 'updated' 'size' 'name' | string replace -r '^' -- "$prefix"
      case ' tag list --filter'
        true | string replace -r '^' -- "$prefix"
      case '* --filter'
        true | string replace -r '^' -- "$prefix"
      case '* --user'
        true | string replace -r '^' -- "$prefix"
      case '* --expiring'
        printf '%s\n' '7d' '30d' '90d' '365d' | string replace -r '^' -- "$prefix"
      case '* --account'
        true | string replace -r '^' -- "$prefix"
      case ' share add --until' ' share set --until'
        printf '%s\n' 'forever' '7d' '30d' '90d' '365d' | string replace -r '^' -- "$prefix"
      case '* --until'
        true | string replace -r '^' -- "$prefix"
      case '* --on'
        printf '%s\n' 'all' 'tag=' 'regex=' | string replace -r '^' -- "$prefix"
      case ' trigger add --type'
        printf '%s\n' 'cce' 'cci' | string replace -r '^' -- "$prefix"
      case ' k8s secret --type'
        printf '%s\n' 'long-term' 'temporary' | string replace -r '^' -- "$prefix"
      case '* --type'
        printf '%s\n' 'image' 'chart' | string replace -r '^' -- "$prefix"
      case '* --cluster'
        $program __complete cluster "$cur" $words 2>/dev/null </dev/null | string replace -r '^' -- "$prefix"
      case ' trigger add --namespace'
        true | string replace -r '^' -- "$prefix"
      case '* -n' '* --namespace'
        true | string replace -r '^' -- "$prefix"
      case '* --workload'
        printf '%s\n' 'deployment/' 'statefulset/' | string replace -r '^' -- "$prefix"
      case '* --container'
        true | string replace -r '^' -- "$prefix"
      case '* --keep-days'
        true | string replace -r '^' -- "$prefix"
      case '* --keep-count'
        true | string replace -r '^' -- "$prefix"
      case '* --except-tag'
        true | string replace -r '^' -- "$prefix"
      case '* --except-regex'
        true | string replace -r '^' -- "$prefix"
      case '* --to-region'
        printf '%s\n' 'cn-north-1' 'cn-north-2' 'cn-north-4' 'cn-north-9' 'cn-north-11' 'cn-north-12' 'cn-east-2' 'cn-east-3' 'cn-east-4' 'cn-east-5' 'cn-south-1' 'cn-south-2' 'cn-south-4' 'cn-southwest-2' 'cn-southwest-3' 'ap-southeast-1' 'ap-southeast-2' 'ap-southeast-3' 'ap-southeast-4' 'ap-southeast-5' 'af-south-1' 'af-north-1' 'la-south-2' 'la-north-2' 'na-mexico-1' 'sa-brazil-1' 'sa-peru-1' 'tr-west-1' 'ae-ad-1' 'me-east-1' 'my-kualalumpur-1' 'eu-west-0' 'ru-northwest-2' 'ru-moscow-1' 'eu-west-101' 'eu-de' 'eu-nl' 'eu-ch2' | string replace -r '^' -- "$prefix"
      case '* --to-org'
        $program __complete org "$cur" $words 2>/dev/null </dev/null | string replace -r '^' -- "$prefix"
      case '* --metric'
        printf '%s\n' 'storage' 'downloads' | string replace -r '^' -- "$prefix"
      case '* --days'
        true | string replace -r '^' -- "$prefix"
      case '* -f' '* --field'
        true | string replace -r '^' -- "$prefix"
      case '* --input'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --name'
        true | string replace -r '^' -- "$prefix"
      case '* --patch-serviceaccount'
        true | string replace -r '^' -- "$prefix"
      case '* --job-name'
        true | string replace -r '^' -- "$prefix"
      case '* --schedule'
        true | string replace -r '^' -- "$prefix"
      case '* --credentials-secret'
        true | string replace -r '^' -- "$prefix"
      case ' instance add --vpc'
        true | string replace -r '^' -- "$prefix"
      case '* --vpc'
        true | string replace -r '^' -- "$prefix"
      case '* --subnet'
        true | string replace -r '^' -- "$prefix"
      case '* --spec'
        printf '%s\n' 'professional' 'basic' | string replace -r '^' -- "$prefix"
      case '* --enterprise-project'
        true | string replace -r '^' -- "$prefix"
      case '* --label'
        true | string replace -r '^' -- "$prefix"
      case '* --bucket'
        true | string replace -r '^' -- "$prefix"
      case '* --encrypt'
        printf '%s\n' 'aes256' 'sm4' | string replace -r '^' -- "$prefix"
      case '* --kms-key'
        true | string replace -r '^' -- "$prefix"
      case ' instance add --wait'
        true | string replace -r '^' -- "$prefix"
      case ' instance remove --wait'
        true | string replace -r '^' -- "$prefix"
      case ' network public --wait'
        true | string replace -r '^' -- "$prefix"
      case ' network vpc add --wait'
        true | string replace -r '^' -- "$prefix"
      case '* --wait'
        true | string replace -r '^' -- "$prefix"
      case '* --since'
        true | string replace -r '^' -- "$prefix"
      case ' domain add --certificate'
        true | string replace -r '^' -- "$prefix"
      case '* --certificate'
        true | string replace -r '^' -- "$prefix"
      case '* --status'
        printf '%s\n' 'creating' 'initializing' 'running' 'failed' 'succeeded' | string replace -r '^' -- "$prefix"
      case '* --host'
        true | string replace -r '^' -- "$prefix"
      case ' emulator start --port'
        true | string replace -r '^' -- "$prefix"
      case '* --port'
        true | string replace -r '^' -- "$prefix"
      case '* --data'
        __fish_complete_directories $cur | string replace -r '^' -- "$prefix"
      case '* --seed'
        __fish_complete_path $cur | string replace -r '^' -- "$prefix"
      case '* --job-time'
        true | string replace -r '^' -- "$prefix"
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
        printf '%s\t%s\n' 'login' 'Log in to SWR with an access key, or to any registry with a password' 'logout' 'Take back what login wrote' 'auth' 'Look after logins and profiles, which are saved accounts and regions' 'config' 'What the profile in use fills in: look at it and change it, without a new login' 'doctor' 'Find out why something does not work, and what to do about it' 'push' 'Push the images of an archive to a registry' 'pull' 'Pull images into an archive that docker load accepts' 'copy' 'Copy images from one registry to another, or within one' 'check' 'Find everything that could stop or change a push, before it; exit 6 on a blocker' 'inspect' 'Show what an image is made of: config, layers, history and platforms' 'diff' 'Compare two images by what they are, not by how they are packed; exit 10 on a difference' 'digest' 'Print the digest that a tag points to, or that an image in an archive has; of several images a table' 'manifest' 'Print a manifest or index, byte for byte as it is stored' 'org' 'Manage organizations, which hold repositories; in an instance, its namespaces' 'repo' 'Manage repositories, which hold the tags of one image' 'tag' 'Manage the tags of a repository' 'perm' 'Manage what users may do: read, edit or manage' 'share' 'Share private repositories with other accounts' 'trigger' 'Update workloads when a tag is pushed' 'retention' 'Manage the rules by which the service deletes old tags' 'sync' 'Copy images to other regions' 'quota' 'Show how many organizations, and with an image quota repositories and tags, are left; of an instance, all that it may hold' 'usage' 'Show storage or download traffic over time, whose unit the service does not document; of an instance, what it holds now' 'api' 'Make a signed call of the management API and print the answer' 'k8s' 'Let a Kubernetes cluster pull from SWR' 'instance' 'Manage instances of the enterprise edition' 'artifact' 'Manage what an instance has by digest: images, indexes and what else has a manifest' 'credential' 'Manage the logins of an instance: temporary ones, and long-term ones with a name' 'audit' 'See who pulled, pushed and removed images of an instance' 'domain' 'Manage the host names of an instance' 'network' 'Manage from where an instance is reached: over the internet, and from VPCs' 'label' 'Manage keys and values on an instance and its namespaces, and find things by them' 'job' 'Follow the work of the service that takes time, such as making an instance' 'emulator' 'A local SWR to try things out and to test against, no account needed' 'regions' 'List the clouds and regions that this version knows, with their hosts' 'explain' 'Say what an error code or text of the service means, and what to do about it' 'completion' 'Print a completion script for a shell' 'version' 'Show the version of swrctl and the platform it runs on' 'help' 'Explain a command or a topic'
      end
    case ' login'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--ak' 'access key' '--sk-stdin' 'read the secret key (SK) from stdin; a whole "docker login" line of the console will do' '--sk-file' 'read the secret key from a file' '--credentials-file' 'read both from the credentials.csv of the console' '-u' 'log in with user and password, to any registry' '--username' 'log in with user and password, to any registry' '--password-stdin' 'read the password, or a whole "docker login" line, from stdin' '--iam-user' 'log in as [ACCOUNT/]USER of IAM, with a password, for 24 hours' '--temporary' 'a login of some hours, asked from the service, instead of the login key' '--long-term' 'make a credential of this name in the instance, which lasts until it is removed' '--duration' 'how long the temporary login lives, 15m to 24h' '--enhanced' 'the newer kind of temporary login, where the account is offered it' '--for' 'write the login for these, for example docker,podman,k3s=FILE' '--helper' 'store no login: docker asks docker-credential-swr, which makes it each time' '--print' 'print the login for a program, save nothing: docker, ctr, nerdctl, podman, skopeo, json' '--insecure-storage' 'save the secret key in a file, as plain text, not in the keychain' '--no-verify' 'do not ask the registry whether the login works'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' logout'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--revoke' 'also remove the long-term credential that login made in an instance'
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
        printf '%s\t%s\n' '--ak' 'access key' '--sk-stdin' 'read the secret key (SK) from stdin; a whole "docker login" line of the console will do' '--sk-file' 'read the secret key from a file' '--credentials-file' 'read both from the credentials.csv of the console' '-u' 'log in with user and password, to any registry' '--username' 'log in with user and password, to any registry' '--password-stdin' 'read the password, or a whole "docker login" line, from stdin' '--iam-user' 'log in as [ACCOUNT/]USER of IAM, with a password, for 24 hours' '--temporary' 'a login of some hours, asked from the service, instead of the login key' '--long-term' 'make a credential of this name in the instance, which lasts until it is removed' '--duration' 'how long the temporary login lives, 15m to 24h' '--enhanced' 'the newer kind of temporary login, where the account is offered it' '--for' 'write the login for these, for example docker,podman,k3s=FILE' '--helper' 'store no login: docker asks docker-credential-swr, which makes it each time' '--print' 'print the login for a program, save nothing: docker, ctr, nerdctl, podman, skopeo, json' '--insecure-storage' 'save the secret key in a file, as plain text, not in the keychain' '--no-verify' 'do not ask the registry whether the login works'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' auth logout'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--revoke' 'also remove the long-term credential that login made in an instance'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' auth status'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' auth list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' auth switch'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            $program __complete profile "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' auth remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case 0
            $program __complete profile "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' auth key'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--ak' 'access key' '--sk-stdin' 'read the secret key (SK) from stdin; a whole "docker login" line of the console will do' '--sk-file' 'read the secret key from a file' '--credentials-file' 'read both from the credentials.csv of the console'
      else
        true
      end
    case ' auth token'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--push' 'a token that may push too'
      else
        switch $operands
          case 0
            $program __complete reference "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' config'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List what the profile in use fills in' 'get' 'Print one value of the profile in use; exit status 5 when it is not set' 'set' 'Change one value of the profile in use' 'unset' 'Take one value out of the profile in use'
      end
    case ' config list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' config get'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            printf '%s\n' 'org' 'region' 'project' 'instance' 'output' 'jobs' 'rate'
        end
      end
    case ' config set'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            printf '%s\n' 'org' 'region' 'project' 'instance' 'output' 'jobs' 'rate'
          case 1
            true
        end
      end
    case ' config unset'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case 0
            printf '%s\n' 'org' 'region' 'project' 'instance' 'output' 'jobs' 'rate'
        end
      end
    case ' doctor'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' push'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--all' 'every image under its own names' '--create-org' 'create the organization when it does not exist' '--platform' 'only this platform of a multi-platform image' '--format' 'manifest types to push; auto: Docker types on SWR, else as they are: auto, docker, oci, keep' '--no-clobber' 'refuse to move a tag that exists' '--public' 'make the repository public afterwards' '--dry-run' 'print what would be done, send nothing' '--compression' 'repack all layers: gzip, zstd, none' '--compression-level' 'from 1 (fast) to 12 (small); igzip to 3, pigz to 9, zstd to 19' '--compressor' 'what packs gzip; auto: igzip from 1 MiB on where it is installed, else builtin: auto, builtin, igzip, pigz' '--cache-from' 'an image that has layers of this one' '--reuse' 'layers said to be in the registry; trusted: believe its images; off: send all: verified, trusted, off' '--chunk-size' 'send layers in pieces of this size, for example 16MiB' '--if-digest' 'push only if the tag has this digest now' '--check' 'ask registry and service first whether the push can work; stop if not' '--verify' 'read every layer first, and in the registry those that need not be sent' '--limit' 'a limit of your region, for example layer=50GB' '--digest-file' 'write the digest of the pushed manifest to a file' '--digest-map' 'write a JSON map from old to new digests to a file' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
          case '*'
            $program __complete reference "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' pull'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'where to: a file or folder, a FIFO or device, "-" for stdout' '--output' 'where to: a file or folder, a FIFO or device, "-" for stdout' '--format' 'what to write: docker-archive, oci-archive, oci' '--platform' 'which image of a multi-platform one' '--all-platforms' 'all images of a multi-platform one; needs an OCI format' '--uncompressed' 'unpack the layers' '--verify' 'unpack every layer on the way and compare it with the config, also those that stay packed' '--referrers' 'also what refers to the images: signatures, attestations, SBOMs; needs an OCI format' '--force' 'replace an existing file, empty folder or OCI layout' '--no-resume' 'begin anew, and leave nothing behind after a failure' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete reference "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' copy'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--all-tags' 'every tag of the repository' '--referrers' 'also what refers to the images: signatures, attestations, SBOMs' '--create-org' 'create the organization when it does not exist' '--platform' 'only this platform of a multi-platform image' '--format' 'manifest types to push; auto: Docker types on SWR, else as they are: auto, docker, oci, keep' '--no-clobber' 'refuse to move a tag that exists' '--public' 'make the repository public afterwards' '--dry-run' 'print what would be done, send nothing' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            begin; __fish_complete_path $cur; $program __complete reference "$cur" $words 2>/dev/null </dev/null; end
          case 1
            $program __complete reference "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' check'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--to' 'where the push is to go; default: the names in the archive' '--image' 'only this image of an archive with several: by name, or @0, @1 …' '--limit' 'a limit of your region, for example layer=50GB' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            begin; __fish_complete_path $cur; $program __complete reference "$cur" $words 2>/dev/null </dev/null; end
        end
      end
    case ' inspect'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'which image of a multi-platform one' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            begin; __fish_complete_path $cur; $program __complete reference "$cur" $words 2>/dev/null </dev/null; end
        end
      end
    case ' diff'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'compare only this platform' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            begin; __fish_complete_path $cur; $program __complete reference "$cur" $words 2>/dev/null </dev/null; end
          case 1
            begin; __fish_complete_path $cur; $program __complete reference "$cur" $words 2>/dev/null </dev/null; end
        end
      end
    case ' digest'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'which image of a multi-platform one' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            begin; __fish_complete_path $cur; $program __complete reference "$cur" $words 2>/dev/null </dev/null; end
        end
      end
    case ' manifest'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--image' 'which image of an archive with several: by name, or @0, @1 …' '--platform' 'which image of a multi-platform one'
      else
        switch $operands
          case 0
            begin; __fish_complete_path $cur; $program __complete reference "$cur" $words 2>/dev/null </dev/null; end
        end
      end
    case ' org'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the organizations you have a right in' 'show' 'Show one organization' 'add' 'Create an organization; names are unique over all accounts of a region, or in an instance' 'set' 'Change a namespace of an instance; what is not said stays as it is' 'remove' 'Remove organizations; they must be empty'
      end
    case ' org list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' org show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete org "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' org add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--exist-ok' 'no error where it exists already and is the same' '--public' 'anyone may pull, if the instance lets anybody in' '--private' 'only those with a login may pull' '--auto-scan' 'scan what is pushed: on, off' '--block' 'refuse pulls of images with findings of this severity or a higher one: off, low, medium, high, critical' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete org "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' org set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--public' 'anyone may pull, if the instance lets anybody in' '--private' 'only those with a login may pull' '--auto-scan' 'scan what is pushed: on, off' '--block' 'refuse pulls of images with findings of this severity or a higher one: off, low, medium, high, critical' '--allow-cve' 'a finding that blocks no pull, in place of those so far; none: no more' '--allow-until' 'until when these are allowed: a day, 30d or forever' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete org "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' org remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            $program __complete org "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' repo'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List repositories, of one organization or of all, or of another registry that tells' 'show' 'Show one repository' 'add' 'Create repositories, private ones unless told otherwise; a push creates them too' 'set' 'Change repositories; what is not said stays as it is' 'remove' 'Remove repositories with all their tags'
      end
    case ' repo list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '--shared-with-me' 'those that other accounts share with this one' '--shared-by-me' 'those that this account shares with others' '--all-instances' 'those of every instance of the project' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete org "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' repo show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' repo add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--exist-ok' 'no error where it exists already and is the same' '--public' 'anyone may pull, without a login' '--private' 'only those with a permission may pull' '--category' 'what the image is: app_server, linux, framework_app, database, lang, other, windows, arm' '--description' 'free text' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' repo set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--public' 'anyone may pull, without a login' '--private' 'only those with a permission may pull' '--category' 'what the image is: app_server, linux, framework_app, database, lang, other, windows, arm' '--description' 'free text' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' repo remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' tag'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the tags of a repository, newest first; those of another registry by name' 'show' 'Show one tag' 'add' 'Give an image further tags in its repository; nothing is copied' 'remove' 'Remove tags; an image goes with its last tag'
      end
    case ' tag list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '--sort' 'order: updated, size, name' '--filter' 'only tags that match: "*", "?", "[0-9]", "{a,b}"' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' tag show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete tag "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' tag add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--force' 'move tags that exist' '--exist-ok' 'no error where it exists already and is the same' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete tag "$cur" $words 2>/dev/null </dev/null
          case '*'
            true
        end
      end
    case ' tag remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            $program __complete tag "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' perm'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List who has which permission on an organization or a repository' 'add' 'Give users a permission on an organization or a repository' 'set' 'Change the permission of users, or give it' 'remove' 'Take the permission of users away' 'matrix' 'Show who may do what: users down, organizations and repositories across' 'who-can' 'List who can pull, push or manage, and through which permission'
      end
    case ' perm list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete target "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' perm add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--exist-ok' 'no error where it exists already and is the same' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete target "$cur" $words 2>/dev/null </dev/null
          case '*'
            $program __complete grant "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' perm set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete target "$cur" $words 2>/dev/null </dev/null
          case '*'
            $program __complete grant "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' perm remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case 0
            $program __complete target "$cur" $words 2>/dev/null </dev/null
          case '*'
            $program __complete user "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' perm matrix'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--user' 'only this user, in all repositories; may be repeated' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete org "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' perm who-can'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            printf '%s\n' 'pull' 'push' 'manage'
          case 1
            $program __complete target "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' share'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the accounts that one repository, or any of this account, is shared with' 'show' 'Show one share' 'add' 'Let users of another account pull private repositories, in the same region' 'set' 'Change shares; what is not said stays as it is' 'remove' 'End the share of a repository with other accounts'
      end
    case ' share list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--expiring' 'only shares that end within this time: 14d, 12h' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' share show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case 1
            true
        end
      end
    case ' share add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--account' 'name of the other account' '--until' 'last day (2027-01-31, UTC), duration (30d) or forever' '--description' 'why' '--exist-ok' 'no error where it exists already and is the same' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' share set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--account' 'name of the other account' '--until' 'last day (2027-01-31, UTC), duration (30d) or forever' '--description' 'why' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' share remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case '*'
            true
        end
      end
    case ' trigger'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the triggers of a repository' 'show' 'Show one trigger' 'add' 'Update a workload of CCE or CCI whenever a tag is pushed' 'set' 'Change a trigger; the service can only switch it, for anything else remove it and add it again' 'enable' 'Switch triggers on' 'disable' 'Switch triggers off' 'remove' 'Remove triggers with their history' 'history' 'List the times that a trigger fired, the latest first' 'test' 'Show which tags of a repository would set a trigger off when pushed; nothing is changed'
      end
    case ' trigger list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' trigger show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case 1
            true
        end
      end
    case ' trigger add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--on' 'which pushes: all, tag=TAG or regex=PATTERN' '--type' 'where the workload runs: cce, cci' '--cluster' 'name or id of the CCE cluster' '--namespace' 'Kubernetes namespace of the workload' '--workload' 'deployment/NAME or statefulset/NAME' '--container' 'container to update; all of them by default' '--disabled' 'make it, but do not switch it on' '--exist-ok' 'no error where it exists already and is the same' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case 1
            true
        end
      end
    case ' trigger set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--enabled' 'switch it on' '--disabled' 'switch it off' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case '*'
            true
        end
      end
    case ' trigger enable'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case '*'
            true
        end
      end
    case ' trigger disable'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case '*'
            true
        end
      end
    case ' trigger remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case '*'
            true
        end
      end
    case ' trigger history'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
          case 1
            true
        end
      end
    case ' trigger test'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--on' 'all, tag=TAG or regex=PATTERN' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' retention'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the retention rules of a repository; the service keeps to one' 'show' 'Show the retention rule of a repository' 'preview' 'Show which tags a retention rule would delete; nothing is changed' 'add' 'Add the retention rule of a repository; it deletes at once, so its preview comes first' 'set' 'Replace the retention rule of a repository; the preview of the new one comes first' 'remove' 'Remove the retention rule of repositories; what it deleted stays deleted' 'history' 'List the tags that retention deleted, and by which rule'
      end
    case ' retention list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' retention show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' retention preview'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--keep-days' 'delete tags not updated for this long, 1 to 365' '--keep-count' 'delete all but the newest, 1 to 1000' '--except-tag' 'leave this tag out of the rule' '--except-regex' 'leave matching tags out of the rule, "(a|b)" in parentheses' '--exit-code' 'exit 10 when the rule would delete something' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' retention add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--keep-days' 'delete tags not updated for this long, 1 to 365' '--keep-count' 'delete all but the newest, 1 to 1000' '--except-tag' 'leave this tag out of the rule' '--except-regex' 'leave matching tags out of the rule, "(a|b)" in parentheses' '--exist-ok' 'no error where it exists already and is the same' '-y' 'do not ask when the rule deletes something now' '--yes' 'do not ask when the rule deletes something now' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' retention set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--keep-days' 'delete tags not updated for this long, 1 to 365' '--keep-count' 'delete all but the newest, 1 to 1000' '--except-tag' 'leave this tag out of the rule' '--except-regex' 'leave matching tags out of the rule, "(a|b)" in parentheses' '-y' 'do not ask when the rule deletes something now' '--yes' 'do not ask when the rule deletes something now' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' retention remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' retention history'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' sync'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'regions' 'List the regions that images can be copied to' 'list' 'List where pushes to a repository are copied to by themselves' 'add' 'Copy later pushes to another region; for administrators' 'remove' 'Stop copying pushes to another region; what was copied stays' 'run' 'Copy tags to another region now' 'jobs' 'List the copies of a repository to other regions, the latest first' 'verify' 'Compare the digests of tags with their copies in another region; exit 10 when they differ'
      end
    case ' sync regions'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' sync list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' sync add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--to-region' 'region to copy to' '--to-org' 'organization there, of the same account' '--override' 'overwrite tags that exist there' '--exist-ok' 'no error where it exists already and is the same' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' sync remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--to-region' 'region to copy to' '--to-org' 'organization there, of the same account' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' sync run'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--to-region' 'region to copy to' '--to-org' 'organization there, of the same account' '--override' 'overwrite tags that exist there' '--wait' 'wait until they are copied, and fail when one is not' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete tag "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' sync jobs'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            $program __complete repo "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' sync verify'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--to-region' 'region to copy to' '--to-org' 'organization there, of the same account' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            $program __complete tag "$cur" $words 2>/dev/null </dev/null
        end
      end
    case ' quota'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' usage'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--metric' 'what to show: storage, downloads' '--days' 'the latest days' '--monthly' 'months instead of days' '--total' 'what there is now, in numbers' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' api'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-f' 'query of a GET, else JSON body; true, 5 and [1] are JSON' '--field' 'query of a GET, else JSON body; true, 5 and [1] are JSON' '--input' 'send this file as the body, "-" for standard input' '--paginate' 'read a list to its end' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            printf '%s\n' 'GET' 'POST' 'PUT' 'PATCH' 'DELETE'
          case 1
            __fish_complete_path $cur
        end
      end
    case ' k8s'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'secret' 'Print an image pull secret for a cluster, for one region or several' 'cronjob' 'Print a CronJob that keeps image pull secrets fresh, with the rights it needs' 'check' 'Tell whether the logins in image pull secrets still work, and when they end'
      end
    case ' k8s secret'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-n' 'namespaces of the cluster: x,y' '--namespace' 'namespaces of the cluster: x,y' '--name' 'name of the secret' '--type' 'how long the login works: long-term, temporary' '--duration' 'life of a temporary login, 15m to 24h' '--patch-serviceaccount' 'let the pods of a service account use it; without a name of "default"' '-o' 'how to print: yaml, json' '--output' 'how to print: yaml, json'
      else
        true
      end
    case ' k8s cronjob'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-n' 'namespaces of the cluster: x,y' '--namespace' 'namespaces of the cluster: x,y' '--name' 'name of the secret' '--image' 'image of the job, with its digest: registry/org/repo@sha256:…' '--job-name' 'name of the job' '--schedule' 'when it runs' '--duration' 'life of each login; default: what the service gives' '--credentials-secret' 'secret with the access key' '-o' 'how to print: yaml, json' '--output' 'how to print: yaml, json'
      else
        true
      end
    case ' k8s check'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            __fish_complete_path $cur
        end
      end
    case ' instance'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the instances of the project' 'show' 'Show an instance with what it holds, what it may hold and what it can do' 'add' 'Make an instance of the enterprise edition; it costs money until it is removed' 'set' 'Change what can be changed of an instance' 'remove' 'Remove an instance with all that is in it'
      end
    case ' instance list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' instance show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' instance add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask' '--exist-ok' 'no error where it exists already and is the same' '--vpc' 'the VPC that it stands in' '--subnet' 'the subnet, by its network id' '--spec' 'size: professional, basic' '--description' 'what it is for' '--enterprise-project' 'enterprise project' '--label' 'label to find it by' '--no-intranet' 'do not let its own VPC reach it' '--bucket' 'bucket of OBS to keep images in' '--encrypt' 'encrypt the new bucket: aes256, sm4' '--kms-key' 'key of KMS to encrypt with' '--wait' 'wait until it is running, for 40m or as said: --wait=40m' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' instance set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--anonymous' 'let anybody who reaches it pull from public namespaces without a login' '--no-anonymous' 'let nobody in without a login' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' instance remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--delete-bucket' 'remove the bucket of OBS, too' '--delete-dns' 'remove the records of DNS, too' '-y' 'do not ask' '--yes' 'do not ask' '--wait' 'wait until it is gone, for 40m or as said: --wait=40m'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' artifact'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the versions in a repository, or in the whole instance, those without a tag included' 'show' 'Show one version, with its tags and what a scan found' 'remove' 'Remove versions with all their tags; to remove one tag alone, use "tag remove"' 'accessories' 'List the signatures that the service knows of a version' 'history' 'Show how an image was built, step by step'
      end
    case ' artifact list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--type' 'only these: image, chart' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' artifact show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' artifact remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' artifact accessories'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' artifact history'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' credential'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List your long-term credentials' 'add' 'Make a long-term credential; its password is printed, once' 'temporary' 'Make a credential that ends by itself, after a day; its password is printed' 'enable' 'Let long-term credentials log in again' 'disable' 'Keep long-term credentials from logging in' 'remove' 'Remove long-term credentials; temporary ones end by themselves'
      end
    case ' credential list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-a' 'everybody\'s; for administrators of the account' '--all' 'everybody\'s; for administrators of the account' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' credential add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--print' 'print the login for a program: docker, ctr, nerdctl, podman, skopeo, json' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' credential temporary'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--print' 'print the login for a program: docker, ctr, nerdctl, podman, skopeo, json' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' credential enable'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' credential disable'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' credential remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' audit'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'pulls' 'List who pulled what, the newest first' 'pushes' 'List who pushed what, the newest first' 'deletes' 'List who removed what, the newest first'
      end
    case ' audit pulls'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--since' 'from when on: 24h, 7d, a day or an ISO 8601 time' '--until' 'until when, written in the same way; a day counts as a whole' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' audit pushes'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--since' 'from when on: 24h, 7d, a day or an ISO 8601 time' '--until' 'until when, written in the same way; a day counts as a whole' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' audit deletes'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--since' 'from when on: 24h, 7d, a day or an ISO 8601 time' '--until' 'until when, written in the same way; a day counts as a whole' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' domain'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the host names of the instance' 'add' 'Give the instance a host name of your own' 'set' 'Give a host name another certificate; nothing else of it can be changed' 'remove' 'Take host names from the instance; the default one stays'
      end
    case ' domain list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' domain add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--certificate' 'id of its certificate in the SSL certificate service' '--exist-ok' 'no error where it exists already and is the same' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' domain set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--certificate' 'id of the certificate in the SSL certificate service' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' domain remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' network'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'show' 'Show from where the instance is reached: public access, addresses and VPCs' 'public' 'Switch access over the internet on or off; only addresses of the list are let in' 'allow' 'Manage the addresses that are let in over the internet' 'vpc' 'Manage the VPCs that are let in'
      end
    case ' network show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' network public'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--wait' 'wait until it is so, for 10m or as said: --wait=10m' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            printf '%s\n' 'on' 'off'
        end
      end
    case ' network allow'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the addresses that are let in over the internet' 'add' 'Let addresses in over the internet' 'remove' 'Let addresses in no longer' 'set' 'Let in these addresses over the internet, and no others'
      end
    case ' network allow list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' network allow add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'let everybody in, where the list says so' '--yes' 'let everybody in, where the list says so' '--exist-ok' 'no error where it exists already and is the same' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' network allow remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' network allow set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask before ranges go; let everybody in, where the list says so' '--yes' 'do not ask before ranges go; let everybody in, where the list says so' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' network vpc'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the VPCs that are let in' 'add' 'Let a subnet of a VPC reach the instance' 'remove' 'Let VPCs reach the instance no longer'
      end
    case ' network vpc list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' network vpc add'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--vpc' 'the VPC' '--subnet' 'the subnet, by its network id' '--description' 'what it is for' '--exist-ok' 'no error where it exists already and is the same' '--wait' 'wait until it is let in, for 10m or as said: --wait=10m' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' network vpc remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask' '--wait' 'wait until they are gone, for 10m or as said: --wait=10m'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' label'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the labels of the instance, or of a namespace' 'set' 'Set labels of the instance, or of a namespace; others stay as they are' 'remove' 'Remove labels of the instance, or of a namespace' 'find' 'Find the instances of the project that have all of these labels'
      end
    case ' label list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-a' 'all keys and values that are in use, by the instances of the project' '--all' 'all keys and values that are in use, by the instances of the project' '--namespaces' 'with --all: by the namespaces of the instance' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' label set'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' label remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            printf '%s\n' 'org' 'region' 'project' 'instance' 'output' 'jobs' 'rate'
        end
      end
    case ' label find'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--namespaces' 'find namespaces of the instance in use instead' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' job'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'list' 'List the jobs of the project' 'show' 'Show a job, with the reason where it failed' 'wait' 'Wait until a job is over; exit status 1 when it failed' 'remove' 'Remove jobs from the list; what they made stays'
      end
    case ' job list'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--status' 'only those in this state: creating, initializing, running, failed, succeeded' '-L' 'stop after this many' '--limit' 'stop after this many' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' job show'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' job wait'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case 0
            true
        end
      end
    case ' job remove'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-y' 'do not ask' '--yes' 'do not ask'
      else
        switch $operands
          case '*'
            true
        end
      end
    case ' emulator'
      if string match -q -- '-*' $cur
        true
      else
        printf '%s\t%s\n' 'start' 'Run a whole SWR on one port until it is stopped with Ctrl-C; a terminal shows each request, but for --quiet' 'env' 'Print the variables that make swrctl talk to the running emulator' 'quirks' 'List the deviations of the real service that the emulator can show'
      end
    case ' emulator start'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--host' 'address to listen on' '--port' 'port to listen on; 0 takes a free one' '--data' 'keep everything in this folder, an empty one at first; without it all is gone at exit' '--seed' 'begin with the accounts, organizations and repositories of a YAML file' '--job-time' 'how long jobs of the enterprise edition take' '--quirk' 'switch a known deviation on or off' '--quota' 'limit, for example tag=300' '--fault' 'fail on purpose: KIND[:METHOD[:PATHGLOB]][=N%|@COUNT]' '--trigger-url' 'POST fired triggers to this address' '-o' 'print the ready line as JSON: json' '--output' 'print the ready line as JSON: json'
      else
        true
      end
    case ' emulator env'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--port' 'port that the emulator listens on' '--shell' 'whose syntax: bash, fish, pwsh'
      else
        true
      end
    case ' emulator quirks'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' regions'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '--filter' 'only regions that match: "*", "?", "[0-9]", "{a,b}"' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' explain'
      if string match -q -- '-*' $cur
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        switch $operands
          case '*'
            true
        end
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
        printf '%s\t%s\n' '-o' 'how to print: table, wide, json, yaml, tsv, name' '--output' 'how to print: table, wide, json, yaml, tsv, name' '--json' 'print JSON, only these fields if given: --json=a,b' '--query' 'print what a JMESPath expression finds, as JSON'
      else
        true
      end
    case ' help'
      if string match -q -- '-*' $cur
        true
      else
        switch $operands
          case '*'
            printf '%s\n' 'connection' 'environment' 'exit-codes' 'formatting' 'limits' 'permissions' 'login' 'logout' 'auth' 'config' 'doctor' 'push' 'pull' 'copy' 'check' 'inspect' 'diff' 'digest' 'manifest' 'org' 'repo' 'tag' 'perm' 'share' 'trigger' 'retention' 'sync' 'quota' 'usage' 'api' 'k8s' 'instance' 'artifact' 'credential' 'audit' 'domain' 'network' 'label' 'job' 'emulator' 'regions' 'explain' 'completion' 'version' 'help'
        end
      end
  end
  if string match -q -- '-*' $cur
    printf '%s\t%s\n' '--profile' 'saved account and region to use' '--org' 'organization for references that name none' '-q' 'print data only, nothing on stderr but errors' '--quiet' 'print data only, nothing on stderr but errors' '--no-input' 'never ask; fail and name the missing flag instead' '--color' 'use color: auto, always, never' '--debug' 'trace requests on stderr, without secrets; show stacks' '--region' 'region, for example cn-north-4' '--cloud' 'domain of the cloud, for example otc.t-systems.com, where no registry host says it' '--project' 'project name' '--project-id' 'project id, to save asking IAM' '--instance' 'instance of the enterprise edition, by name or id; none: the shared edition' '--registry' 'registry host; http:// or https:// may stand before it' '--endpoint' 'management API' '--iam-endpoint' 'identity service' '--jobs' 'transfers at the same time, 16 at most' '--rate' 'requests per second to a registry or the API' '--retries' 'extra tries after a failure that may pass' '--timeout' 'give up after this long without progress, and on a token, list, manifest or error that takes longer as a whole: 30s, 2m' '--ca-file' 'PEM file with further certificate authorities to trust' '--insecure' 'do not verify the TLS certificate of this host' '--plain-http' 'ask this host over plain HTTP if it speaks no TLS, without a login' '-h' 'print help' '--help' 'print help'
  end
end

complete -c swrctl -f -a '(__swrctl_complete)'
