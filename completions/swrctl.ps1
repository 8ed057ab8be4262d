# PowerShell completion for swrctl; generated, do not edit.
# Load it with: swrctl completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName swrctl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $steps = @{
    ' login' = ' login'
    ' logout' = ' logout'
    ' auth' = ' auth'
    ' config' = ' config'
    ' doctor' = ' doctor'
    ' push' = ' push'
    ' pull' = ' pull'
    ' copy' = ' copy'
    ' cp' = ' copy'
    ' check' = ' check'
    ' inspect' = ' inspect'
    ' diff' = ' diff'
    ' digest' = ' digest'
    ' manifest' = ' manifest'
    ' org' = ' org'
    ' ns' = ' org'
    ' repo' = ' repo'
    ' tag' = ' tag'
    ' perm' = ' perm'
    ' share' = ' share'
    ' trigger' = ' trigger'
    ' retention' = ' retention'
    ' sync' = ' sync'
    ' quota' = ' quota'
    ' usage' = ' usage'
    ' api' = ' api'
    ' k8s' = ' k8s'
    ' instance' = ' instance'
    ' artifact' = ' artifact'
    ' credential' = ' credential'
    ' audit' = ' audit'
    ' domain' = ' domain'
    ' network' = ' network'
    ' label' = ' label'
    ' job' = ' job'
    ' emulator' = ' emulator'
    ' regions' = ' regions'
    ' explain' = ' explain'
    ' completion' = ' completion'
    ' version' = ' version'
    ' help' = ' help'
    ' auth login' = ' auth login'
    ' auth logout' = ' auth logout'
    ' auth status' = ' auth status'
    ' auth list' = ' auth list'
    ' auth ls' = ' auth list'
    ' auth switch' = ' auth switch'
    ' auth remove' = ' auth remove'
    ' auth rm' = ' auth remove'
    ' auth delete' = ' auth remove'
    ' auth key' = ' auth key'
    ' auth token' = ' auth token'
    ' config list' = ' config list'
    ' config ls' = ' config list'
    ' config get' = ' config get'
    ' config set' = ' config set'
    ' config unset' = ' config unset'
    ' org list' = ' org list'
    ' org ls' = ' org list'
    ' org show' = ' org show'
    ' org get' = ' org show'
    ' org add' = ' org add'
    ' org create' = ' org add'
    ' org set' = ' org set'
    ' org update' = ' org set'
    ' org edit' = ' org set'
    ' org remove' = ' org remove'
    ' org rm' = ' org remove'
    ' org delete' = ' org remove'
    ' repo list' = ' repo list'
    ' repo ls' = ' repo list'
    ' repo show' = ' repo show'
    ' repo get' = ' repo show'
    ' repo add' = ' repo add'
    ' repo create' = ' repo add'
    ' repo set' = ' repo set'
    ' repo update' = ' repo set'
    ' repo edit' = ' repo set'
    ' repo remove' = ' repo remove'
    ' repo rm' = ' repo remove'
    ' repo delete' = ' repo remove'
    ' tag list' = ' tag list'
    ' tag ls' = ' tag list'
    ' tag show' = ' tag show'
    ' tag get' = ' tag show'
    ' tag add' = ' tag add'
    ' tag create' = ' tag add'
    ' tag remove' = ' tag remove'
    ' tag rm' = ' tag remove'
    ' tag delete' = ' tag remove'
    ' perm list' = ' perm list'
    ' perm ls' = ' perm list'
    ' perm add' = ' perm add'
    ' perm create' = ' perm add'
    ' perm set' = ' perm set'
    ' perm update' = ' perm set'
    ' perm edit' = ' perm set'
    ' perm remove' = ' perm remove'
    ' perm rm' = ' perm remove'
    ' perm delete' = ' perm remove'
    ' perm matrix' = ' perm matrix'
    ' perm who-can' = ' perm who-can'
    ' share list' = ' share list'
    ' share ls' = ' share list'
    ' share show' = ' share show'
    ' share get' = ' share show'
    ' share add' = ' share add'
    ' share create' = ' share add'
    ' share set' = ' share set'
    ' share update' = ' share set'
    ' share edit' = ' share set'
    ' share remove' = ' share remove'
    ' share rm' = ' share remove'
    ' share delete' = ' share remove'
    ' trigger list' = ' trigger list'
    ' trigger ls' = ' trigger list'
    ' trigger show' = ' trigger show'
    ' trigger get' = ' trigger show'
    ' trigger add' = ' trigger add'
    ' trigger create' = ' trigger add'
    ' trigger set' = ' trigger set'
    ' trigger update' = ' trigger set'
    ' trigger edit' = ' trigger set'
    ' trigger enable' = ' trigger enable'
    ' trigger disable' = ' trigger disable'
    ' trigger remove' = ' trigger remove'
    ' trigger rm' = ' trigger remove'
    ' trigger delete' = ' trigger remove'
    ' trigger history' = ' trigger history'
    ' trigger test' = ' trigger test'
    ' retention list' = ' retention list'
    ' retention ls' = ' retention list'
    ' retention show' = ' retention show'
    ' retention get' = ' retention show'
    ' retention preview' = ' retention preview'
    ' retention add' = ' retention add'
    ' retention create' = ' retention add'
    ' retention set' = ' retention set'
    ' retention update' = ' retention set'
    ' retention edit' = ' retention set'
    ' retention remove' = ' retention remove'
    ' retention rm' = ' retention remove'
    ' retention delete' = ' retention remove'
    ' retention history' = ' retention history'
    ' sync regions' = ' sync regions'
    ' sync list' = ' sync list'
    ' sync ls' = ' sync list'
    ' sync add' = ' sync add'
    ' sync create' = ' sync add'
    ' sync remove' = ' sync remove'
    ' sync rm' = ' sync remove'
    ' sync delete' = ' sync remove'
    ' sync run' = ' sync run'
    ' sync jobs' = ' sync jobs'
    ' sync verify' = ' sync verify'
    ' k8s secret' = ' k8s secret'
    ' k8s cronjob' = ' k8s cronjob'
    ' k8s check' = ' k8s check'
    ' instance list' = ' instance list'
    ' instance ls' = ' instance list'
    ' instance show' = ' instance show'
    ' instance get' = ' instance show'
    ' instance add' = ' instance add'
    ' instance create' = ' instance add'
    ' instance set' = ' instance set'
    ' instance update' = ' instance set'
    ' instance edit' = ' instance set'
    ' instance remove' = ' instance remove'
    ' instance rm' = ' instance remove'
    ' instance delete' = ' instance remove'
    ' artifact list' = ' artifact list'
    ' artifact ls' = ' artifact list'
    ' artifact show' = ' artifact show'
    ' artifact get' = ' artifact show'
    ' artifact remove' = ' artifact remove'
    ' artifact rm' = ' artifact remove'
    ' artifact delete' = ' artifact remove'
    ' artifact accessories' = ' artifact accessories'
    ' artifact history' = ' artifact history'
    ' credential list' = ' credential list'
    ' credential ls' = ' credential list'
    ' credential add' = ' credential add'
    ' credential create' = ' credential add'
    ' credential temporary' = ' credential temporary'
    ' credential enable' = ' credential enable'
    ' credential disable' = ' credential disable'
    ' credential remove' = ' credential remove'
    ' credential rm' = ' credential remove'
    ' credential delete' = ' credential remove'
    ' audit pulls' = ' audit pulls'
    ' audit pushes' = ' audit pushes'
    ' audit deletes' = ' audit deletes'
    ' domain list' = ' domain list'
    ' domain ls' = ' domain list'
    ' domain add' = ' domain add'
    ' domain create' = ' domain add'
    ' domain set' = ' domain set'
    ' domain update' = ' domain set'
    ' domain edit' = ' domain set'
    ' domain remove' = ' domain remove'
    ' domain rm' = ' domain remove'
    ' domain delete' = ' domain remove'
    ' network show' = ' network show'
    ' network get' = ' network show'
    ' network public' = ' network public'
    ' network allow' = ' network allow'
    ' network vpc' = ' network vpc'
    ' network allow list' = ' network allow list'
    ' network allow ls' = ' network allow list'
    ' network allow add' = ' network allow add'
    ' network allow create' = ' network allow add'
    ' network allow remove' = ' network allow remove'
    ' network allow rm' = ' network allow remove'
    ' network allow delete' = ' network allow remove'
    ' network allow set' = ' network allow set'
    ' network allow update' = ' network allow set'
    ' network allow edit' = ' network allow set'
    ' network vpc list' = ' network vpc list'
    ' network vpc ls' = ' network vpc list'
    ' network vpc add' = ' network vpc add'
    ' network vpc create' = ' network vpc add'
    ' network vpc remove' = ' network vpc remove'
    ' network vpc rm' = ' network vpc remove'
    ' network vpc delete' = ' network vpc remove'
    ' label list' = ' label list'
    ' label ls' = ' label list'
    ' label set' = ' label set'
    ' label update' = ' label set'
    ' label edit' = ' label set'
    ' label remove' = ' label remove'
    ' label rm' = ' label remove'
    ' label delete' = ' label remove'
    ' label find' = ' label find'
    ' label search' = ' label find'
    ' job list' = ' job list'
    ' job ls' = ' job list'
    ' job show' = ' job show'
    ' job get' = ' job show'
    ' job wait' = ' job wait'
    ' job remove' = ' job remove'
    ' job rm' = ' job remove'
    ' job delete' = ' job remove'
    ' emulator start' = ' emulator start'
    ' emulator env' = ' emulator env'
    ' emulator quirks' = ' emulator quirks'
  }
  $withValue = @('--profile', '--org', '--color', '--region', '--cloud', '--project', '--project-id', '--instance', '--registry', '--endpoint', '--iam-endpoint', '--jobs', '--rate', '--retries', '--timeout', '--ca-file', '--insecure', '--plain-http', '--ak', '--sk-file', '--credentials-file', '-u', '--username', '--iam-user', '--long-term', '--duration', '--for', '--print', '-o', '--output', '--query', '--image', '--platform', '--format', '--compression', '--compression-level', '--compressor', '--cache-from', '--reuse', '--chunk-size', '--if-digest', '--limit', '--digest-file', '--digest-map', '--to', '-L', '--auto-scan', '--block', '--allow-cve', '--allow-until', '--category', '--description', '--sort', '--filter', '--user', '--expiring', '--account', '--until', '--on', '--type', '--cluster', '--namespace', '--workload', '--container', '--keep-days', '--keep-count', '--except-tag', '--except-regex', '--to-region', '--to-org', '--metric', '--days', '-f', '--field', '--input', '-n', '--name', '--job-name', '--schedule', '--credentials-secret', '--vpc', '--subnet', '--spec', '--enterprise-project', '--label', '--bucket', '--encrypt', '--kms-key', '--since', '--certificate', '--status', '--host', '--port', '--data', '--seed', '--job-time', '--quirk', '--quota', '--fault', '--trigger-url', '--shell')
  $values = @{
    ' --color' = @('auto', 'always', 'never')
    ' --region' = @('cn-north-1', 'cn-north-2', 'cn-north-4', 'cn-north-9', 'cn-north-11', 'cn-north-12', 'cn-east-2', 'cn-east-3', 'cn-east-4', 'cn-east-5', 'cn-south-1', 'cn-south-2', 'cn-south-4', 'cn-southwest-2', 'cn-southwest-3', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'af-south-1', 'af-north-1', 'la-south-2', 'la-north-2', 'na-mexico-1', 'sa-brazil-1', 'sa-peru-1', 'tr-west-1', 'ae-ad-1', 'me-east-1', 'my-kualalumpur-1', 'eu-west-0', 'ru-northwest-2', 'ru-moscow-1', 'eu-west-101', 'eu-de', 'eu-nl', 'eu-ch2')
    ' --cloud' = @('myhuaweicloud.com', 'myhuaweicloud.eu', 'otc.t-systems.com', 'sc.otc.t-systems.com', 'prod-cloud-ocb.orange-business.com', 'hc.sbercloud.ru', 'hc.vtbcloud.ru', 'g42cloud.com')
    ' --jobs' = @('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', '16')
    ' --ca-file' = $null
    ' --sk-file' = $null
    ' --credentials-file' = $null
    ' --duration' = @('1h', '6h', '12h', '24h')
    ' --for' = @('docker', 'podman', 'containerd', 'nerdctl', 'buildkit', 'helm', 'k3s', 'skopeo')
    ' --print' = @('docker', 'ctr', 'nerdctl', 'podman', 'skopeo', 'json')
    ' pull -o' = $null
    ' pull --output' = $null
    ' emulator start -o' = @('json')
    ' emulator start --output' = @('json')
    ' k8s secret -o' = @('yaml', 'json')
    ' k8s cronjob -o' = @('yaml', 'json')
    ' k8s secret --output' = @('yaml', 'json')
    ' k8s cronjob --output' = @('yaml', 'json')
    ' -o' = @('table', 'wide', 'json', 'yaml', 'tsv', 'name')
    ' --output' = @('table', 'wide', 'json', 'yaml', 'tsv', 'name')
    ' --platform' = @('linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64')
    ' pull --format' = @('docker-archive', 'oci-archive', 'oci')
    ' --format' = @('auto', 'docker', 'oci', 'keep')
    ' --compression' = @('gzip', 'zstd', 'none')
    ' --compression-level' = @('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12')
    ' --compressor' = @('auto', 'builtin', 'igzip', 'pigz')
    ' --reuse' = @('verified', 'trusted', 'off')
    ' push --limit' = @('layer=', 'organization-name=', 'repository-name=', 'images=', 'tags=')
    ' check --limit' = @('layer=', 'organization-name=', 'repository-name=', 'images=', 'tags=')
    ' --digest-file' = $null
    ' --digest-map' = $null
    ' --auto-scan' = @('on', 'off')
    ' --block' = @('off', 'low', 'medium', 'high', 'critical')
    ' --category' = @('app_server', 'linux', 'framework_app', 'database', 'lang', 'other', 'windows', 'arm')
    ' --sort' = @('updated', 'size', 'name')
    ' --expiring' = @('7d', '30d', '90d', '365d')
    ' share add --until' = @('forever', '7d', '30d', '90d', '365d')
    ' share set --until' = @('forever', '7d', '30d', '90d', '365d')
    ' --on' = @('all', 'tag=', 'regex=')
    ' trigger add --type' = @('cce', 'cci')
    ' k8s secret --type' = @('long-term', 'temporary')
    ' --type' = @('image', 'chart')
    ' --workload' = @('deployment/', 'statefulset/')
    ' --to-region' = @('cn-north-1', 'cn-north-2', 'cn-north-4', 'cn-north-9', 'cn-north-11', 'cn-north-12', 'cn-east-2', 'cn-east-3', 'cn-east-4', 'cn-east-5', 'cn-south-1', 'cn-south-2', 'cn-south-4', 'cn-southwest-2', 'cn-southwest-3', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'af-south-1', 'af-north-1', 'la-south-2', 'la-north-2', 'na-mexico-1', 'sa-brazil-1', 'sa-peru-1', 'tr-west-1', 'ae-ad-1', 'me-east-1', 'my-kualalumpur-1', 'eu-west-0', 'ru-northwest-2', 'ru-moscow-1', 'eu-west-101', 'eu-de', 'eu-nl', 'eu-ch2')
    ' --metric' = @('storage', 'downloads')
    ' --input' = $null
    ' --spec' = @('professional', 'basic')
    ' --encrypt' = @('aes256', 'sm4')
    ' --status' = @('creating', 'initializing', 'running', 'failed', 'succeeded')
    ' --data' = $null
    ' --seed' = $null
    ' --shell' = @('bash', 'fish', 'pwsh')
  }
  $places = @{
    '' = @{ Words = @('login', 'logout', 'auth', 'config', 'doctor', 'push', 'pull', 'copy', 'check', 'inspect', 'diff', 'digest', 'manifest', 'org', 'repo', 'tag', 'perm', 'share', 'trigger', 'retention', 'sync', 'quota', 'usage', 'api', 'k8s', 'instance', 'artifact', 'credential', 'audit', 'domain', 'network', 'label', 'job', 'emulator', 'regions', 'explain', 'completion', 'version', 'help'); Options = @('-V', '--version'); Files = $false }
    ' login' = @{ Words = @(); Options = @('--ak', '--sk-stdin', '--sk-file', '--credentials-file', '-u', '--username', '--password-stdin', '--iam-user', '--temporary', '--long-term', '--duration', '--enhanced', '--for', '--helper', '--print', '--insecure-storage', '--no-verify'); Files = $false }
    ' logout' = @{ Words = @(); Options = @('--revoke'); Files = $false }
    ' auth' = @{ Words = @('login', 'logout', 'status', 'list', 'switch', 'remove', 'key', 'token'); Options = @(); Files = $false }
    ' auth login' = @{ Words = @(); Options = @('--ak', '--sk-stdin', '--sk-file', '--credentials-file', '-u', '--username', '--password-stdin', '--iam-user', '--temporary', '--long-term', '--duration', '--enhanced', '--for', '--helper', '--print', '--insecure-storage', '--no-verify'); Files = $false }
    ' auth logout' = @{ Words = @(); Options = @('--revoke'); Files = $false }
    ' auth status' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' auth list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' auth switch' = @{ Words = @(); Options = @(); Files = $false }
    ' auth remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' auth key' = @{ Words = @(); Options = @('--ak', '--sk-stdin', '--sk-file', '--credentials-file'); Files = $false }
    ' auth token' = @{ Words = @(); Options = @('--push'); Files = $false }
    ' config' = @{ Words = @('list', 'get', 'set', 'unset'); Options = @(); Files = $false }
    ' config list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' config get' = @{ Words = @('org', 'region', 'project', 'instance', 'output', 'jobs', 'rate'); Options = @(); Files = $false }
    ' config set' = @{ Words = @('org', 'region', 'project', 'instance', 'output', 'jobs', 'rate'); Options = @(); Files = $false }
    ' config unset' = @{ Words = @('org', 'region', 'project', 'instance', 'output', 'jobs', 'rate'); Options = @(); Files = $false }
    ' doctor' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' push' = @{ Words = @(); Options = @('--image', '--all', '--create-org', '--platform', '--format', '--no-clobber', '--public', '--dry-run', '--compression', '--compression-level', '--compressor', '--cache-from', '--reuse', '--chunk-size', '--if-digest', '--check', '--verify', '--limit', '--digest-file', '--digest-map', '-o', '--output', '--json', '--query'); Files = $true }
    ' pull' = @{ Words = @(); Options = @('-o', '--output', '--format', '--platform', '--all-platforms', '--uncompressed', '--verify', '--referrers', '--force', '--no-resume', '--json', '--query'); Files = $false }
    ' copy' = @{ Words = @(); Options = @('--all-tags', '--referrers', '--create-org', '--platform', '--format', '--no-clobber', '--public', '--dry-run', '-o', '--output', '--json', '--query'); Files = $false }
    ' check' = @{ Words = @(); Options = @('--to', '--image', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' inspect' = @{ Words = @(); Options = @('--image', '--platform', '-o', '--output', '--json', '--query'); Files = $false }
    ' diff' = @{ Words = @(); Options = @('--image', '--platform', '-o', '--output', '--json', '--query'); Files = $false }
    ' digest' = @{ Words = @(); Options = @('--image', '--platform', '-o', '--output', '--json', '--query'); Files = $false }
    ' manifest' = @{ Words = @(); Options = @('--image', '--platform'); Files = $false }
    ' org' = @{ Words = @('list', 'show', 'add', 'set', 'remove'); Options = @(); Files = $false }
    ' org list' = @{ Words = @(); Options = @('-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' org show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' org add' = @{ Words = @(); Options = @('--exist-ok', '--public', '--private', '--auto-scan', '--block', '-o', '--output', '--json', '--query'); Files = $false }
    ' org set' = @{ Words = @(); Options = @('--public', '--private', '--auto-scan', '--block', '--allow-cve', '--allow-until', '-o', '--output', '--json', '--query'); Files = $false }
    ' org remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' repo' = @{ Words = @('list', 'show', 'add', 'set', 'remove'); Options = @(); Files = $false }
    ' repo list' = @{ Words = @(); Options = @('-L', '--limit', '--shared-with-me', '--shared-by-me', '--all-instances', '-o', '--output', '--json', '--query'); Files = $false }
    ' repo show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' repo add' = @{ Words = @(); Options = @('--exist-ok', '--public', '--private', '--category', '--description', '-o', '--output', '--json', '--query'); Files = $false }
    ' repo set' = @{ Words = @(); Options = @('--public', '--private', '--category', '--description', '-o', '--output', '--json', '--query'); Files = $false }
    ' repo remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' tag' = @{ Words = @('list', 'show', 'add', 'remove'); Options = @(); Files = $false }
    ' tag list' = @{ Words = @(); Options = @('-L', '--limit', '--sort', '--filter', '-o', '--output', '--json', '--query'); Files = $false }
    ' tag show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' tag add' = @{ Words = @(); Options = @('--force', '--exist-ok', '-o', '--output', '--json', '--query'); Files = $false }
    ' tag remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' perm' = @{ Words = @('list', 'add', 'set', 'remove', 'matrix', 'who-can'); Options = @(); Files = $false }
    ' perm list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' perm add' = @{ Words = @(); Options = @('--exist-ok', '-o', '--output', '--json', '--query'); Files = $false }
    ' perm set' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' perm remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' perm matrix' = @{ Words = @(); Options = @('--user', '-o', '--output', '--json', '--query'); Files = $false }
    ' perm who-can' = @{ Words = @('pull', 'push', 'manage'); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' share' = @{ Words = @('list', 'show', 'add', 'set', 'remove'); Options = @(); Files = $false }
    ' share list' = @{ Words = @(); Options = @('--expiring', '-o', '--output', '--json', '--query'); Files = $false }
    ' share show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' share add' = @{ Words = @(); Options = @('--account', '--until', '--description', '--exist-ok', '-o', '--output', '--json', '--query'); Files = $false }
    ' share set' = @{ Words = @(); Options = @('--account', '--until', '--description', '-o', '--output', '--json', '--query'); Files = $false }
    ' share remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' trigger' = @{ Words = @('list', 'show', 'add', 'set', 'enable', 'disable', 'remove', 'history', 'test'); Options = @(); Files = $false }
    ' trigger list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' trigger show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' trigger add' = @{ Words = @(); Options = @('--on', '--type', '--cluster', '--namespace', '--workload', '--container', '--disabled', '--exist-ok', '-o', '--output', '--json', '--query'); Files = $false }
    ' trigger set' = @{ Words = @(); Options = @('--enabled', '--disabled', '-o', '--output', '--json', '--query'); Files = $false }
    ' trigger enable' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' trigger disable' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' trigger remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' trigger history' = @{ Words = @(); Options = @('-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' trigger test' = @{ Words = @(); Options = @('--on', '-o', '--output', '--json', '--query'); Files = $false }
    ' retention' = @{ Words = @('list', 'show', 'preview', 'add', 'set', 'remove', 'history'); Options = @(); Files = $false }
    ' retention list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' retention show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' retention preview' = @{ Words = @(); Options = @('--keep-days', '--keep-count', '--except-tag', '--except-regex', '--exit-code', '-o', '--output', '--json', '--query'); Files = $false }
    ' retention add' = @{ Words = @(); Options = @('--keep-days', '--keep-count', '--except-tag', '--except-regex', '--exist-ok', '-y', '--yes', '-o', '--output', '--json', '--query'); Files = $false }
    ' retention set' = @{ Words = @(); Options = @('--keep-days', '--keep-count', '--except-tag', '--except-regex', '-y', '--yes', '-o', '--output', '--json', '--query'); Files = $false }
    ' retention remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' retention history' = @{ Words = @(); Options = @('-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' sync' = @{ Words = @('regions', 'list', 'add', 'remove', 'run', 'jobs', 'verify'); Options = @(); Files = $false }
    ' sync regions' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' sync list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' sync add' = @{ Words = @(); Options = @('--to-region', '--to-org', '--override', '--exist-ok', '-o', '--output', '--json', '--query'); Files = $false }
    ' sync remove' = @{ Words = @(); Options = @('--to-region', '--to-org', '-y', '--yes'); Files = $false }
    ' sync run' = @{ Words = @(); Options = @('--to-region', '--to-org', '--override', '--wait', '-o', '--output', '--json', '--query'); Files = $false }
    ' sync jobs' = @{ Words = @(); Options = @('-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' sync verify' = @{ Words = @(); Options = @('--to-region', '--to-org', '-o', '--output', '--json', '--query'); Files = $false }
    ' quota' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' usage' = @{ Words = @(); Options = @('--metric', '--days', '--monthly', '--total', '-o', '--output', '--json', '--query'); Files = $false }
    ' api' = @{ Words = @('GET', 'POST', 'PUT', 'PATCH', 'DELETE'); Options = @('-f', '--field', '--input', '--paginate', '--query'); Files = $true }
    ' k8s' = @{ Words = @('secret', 'cronjob', 'check'); Options = @(); Files = $false }
    ' k8s secret' = @{ Words = @(); Options = @('-n', '--namespace', '--name', '--type', '--duration', '--patch-serviceaccount', '-o', '--output'); Files = $false }
    ' k8s cronjob' = @{ Words = @(); Options = @('-n', '--namespace', '--name', '--image', '--job-name', '--schedule', '--duration', '--credentials-secret', '-o', '--output'); Files = $false }
    ' k8s check' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $true }
    ' instance' = @{ Words = @('list', 'show', 'add', 'set', 'remove'); Options = @(); Files = $false }
    ' instance list' = @{ Words = @(); Options = @('-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' instance show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' instance add' = @{ Words = @(); Options = @('-y', '--yes', '--exist-ok', '--vpc', '--subnet', '--spec', '--description', '--enterprise-project', '--label', '--no-intranet', '--bucket', '--encrypt', '--kms-key', '--wait', '-o', '--output', '--json', '--query'); Files = $false }
    ' instance set' = @{ Words = @(); Options = @('--anonymous', '--no-anonymous', '-o', '--output', '--json', '--query'); Files = $false }
    ' instance remove' = @{ Words = @(); Options = @('--delete-bucket', '--delete-dns', '-y', '--yes', '--wait'); Files = $false }
    ' artifact' = @{ Words = @('list', 'show', 'remove', 'accessories', 'history'); Options = @(); Files = $false }
    ' artifact list' = @{ Words = @(); Options = @('--type', '-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' artifact show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' artifact remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' artifact accessories' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' artifact history' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' credential' = @{ Words = @('list', 'add', 'temporary', 'enable', 'disable', 'remove'); Options = @(); Files = $false }
    ' credential list' = @{ Words = @(); Options = @('-a', '--all', '-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' credential add' = @{ Words = @(); Options = @('--print', '-o', '--output', '--json', '--query'); Files = $false }
    ' credential temporary' = @{ Words = @(); Options = @('--print', '-o', '--output', '--json', '--query'); Files = $false }
    ' credential enable' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' credential disable' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' credential remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' audit' = @{ Words = @('pulls', 'pushes', 'deletes'); Options = @(); Files = $false }
    ' audit pulls' = @{ Words = @(); Options = @('--since', '--until', '-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' audit pushes' = @{ Words = @(); Options = @('--since', '--until', '-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' audit deletes' = @{ Words = @(); Options = @('--since', '--until', '-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' domain' = @{ Words = @('list', 'add', 'set', 'remove'); Options = @(); Files = $false }
    ' domain list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' domain add' = @{ Words = @(); Options = @('--certificate', '--exist-ok', '-o', '--output', '--json', '--query'); Files = $false }
    ' domain set' = @{ Words = @(); Options = @('--certificate', '-o', '--output', '--json', '--query'); Files = $false }
    ' domain remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' network' = @{ Words = @('show', 'public', 'allow', 'vpc'); Options = @(); Files = $false }
    ' network show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' network public' = @{ Words = @('on', 'off'); Options = @('--wait', '-o', '--output', '--json', '--query'); Files = $false }
    ' network allow' = @{ Words = @('list', 'add', 'remove', 'set'); Options = @(); Files = $false }
    ' network allow list' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' network allow add' = @{ Words = @(); Options = @('-y', '--yes', '--exist-ok', '-o', '--output', '--json', '--query'); Files = $false }
    ' network allow remove' = @{ Words = @(); Options = @('-y', '--yes', '-o', '--output', '--json', '--query'); Files = $false }
    ' network allow set' = @{ Words = @(); Options = @('-y', '--yes', '-o', '--output', '--json', '--query'); Files = $false }
    ' network vpc' = @{ Words = @('list', 'add', 'remove'); Options = @(); Files = $false }
    ' network vpc list' = @{ Words = @(); Options = @('-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' network vpc add' = @{ Words = @(); Options = @('--vpc', '--subnet', '--description', '--exist-ok', '--wait', '-o', '--output', '--json', '--query'); Files = $false }
    ' network vpc remove' = @{ Words = @(); Options = @('-y', '--yes', '--wait'); Files = $false }
    ' label' = @{ Words = @('list', 'set', 'remove', 'find'); Options = @(); Files = $false }
    ' label list' = @{ Words = @(); Options = @('-a', '--all', '--namespaces', '-o', '--output', '--json', '--query'); Files = $false }
    ' label set' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' label remove' = @{ Words = @('org', 'region', 'project', 'instance', 'output', 'jobs', 'rate'); Options = @('-y', '--yes'); Files = $false }
    ' label find' = @{ Words = @(); Options = @('--namespaces', '-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' job' = @{ Words = @('list', 'show', 'wait', 'remove'); Options = @(); Files = $false }
    ' job list' = @{ Words = @(); Options = @('--status', '-L', '--limit', '-o', '--output', '--json', '--query'); Files = $false }
    ' job show' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' job wait' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' job remove' = @{ Words = @(); Options = @('-y', '--yes'); Files = $false }
    ' emulator' = @{ Words = @('start', 'env', 'quirks'); Options = @(); Files = $false }
    ' emulator start' = @{ Words = @(); Options = @('--host', '--port', '--data', '--seed', '--job-time', '--quirk', '--quota', '--fault', '--trigger-url', '-o', '--output'); Files = $false }
    ' emulator env' = @{ Words = @(); Options = @('--port', '--shell'); Files = $false }
    ' emulator quirks' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' regions' = @{ Words = @(); Options = @('--filter', '-o', '--output', '--json', '--query'); Files = $false }
    ' explain' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' completion' = @{ Words = @('bash', 'zsh', 'fish', 'powershell'); Options = @(); Files = $false }
    ' version' = @{ Words = @(); Options = @('-o', '--output', '--json', '--query'); Files = $false }
    ' help' = @{ Words = @('connection', 'environment', 'exit-codes', 'formatting', 'limits', 'permissions', 'login', 'logout', 'auth', 'config', 'doctor', 'push', 'pull', 'copy', 'check', 'inspect', 'diff', 'digest', 'manifest', 'org', 'repo', 'tag', 'perm', 'share', 'trigger', 'retention', 'sync', 'quota', 'usage', 'api', 'k8s', 'instance', 'artifact', 'credential', 'audit', 'domain', 'network', 'label', 'job', 'emulator', 'regions', 'explain', 'completion', 'version', 'help'); Options = @(); Files = $false }
  }
  $global = @('--profile', '--org', '-q', '--quiet', '--no-input', '--color', '--debug', '--region', '--cloud', '--project', '--project-id', '--instance', '--registry', '--endpoint', '--iam-endpoint', '--jobs', '--rate', '--retries', '--timeout', '--ca-file', '--insecure', '--plain-http', '-h', '--help')
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
