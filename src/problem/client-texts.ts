import type { KnownText } from './texts.ts';

const LOGIN = 'Check it with: swrctl auth status, then log in with: swrctl login';

/**
 * What docker, containerd, kubelet, a proxy or this machine say, in both languages of the pages on errors, which tell
 * more of each. Their first words end up in a search, so this is for `explain` alone.
 */
export const CLIENT_TEXTS: readonly KnownText[] = [
  {
    pattern: /x509.{0,80}(?:unknown authority|self[- ]signed)|unable to verify the first certificate|^x509$/i,
    code: 'x509: certificate signed by unknown authority',
    meaning:
      'The client does not know who signed the certificate: often a proxy of the company, or a registry that signs for itself',
    hint: 'Give the CA with --ca-file ca.pem; docker reads it from /etc/docker/certs.d/HOST/ca.crt',
  },
  {
    pattern: /certificate is valid for|does not match certificate's altnames/i,
    code: 'x509: certificate is valid for A, not B',
    meaning: 'The name is mistyped, or DNS leads it to another server',
    hint: 'Check the registry address and the hosts file, then: swrctl doctor',
  },
  {
    pattern: /certificate has expired|certificate is not yet valid|时间不准|clock (?:is wrong|skew)|^(?:the )?clock$/i,
    code: 'certificate has expired, or the clock is wrong',
    meaning:
      'The certificate is out of its time, or this machine is more than fifteen minutes off the time of the service',
    hint: 'Set the clock, then: swrctl doctor',
  },
  {
    pattern: /connection refused|econnrefused/i,
    code: 'connection refused',
    meaning: 'Nothing listens at that address, or a firewall refuses',
    hint: 'Check host and port, HTTPS_PROXY and NO_PROXY, then: swrctl doctor',
  },
  {
    pattern:
      /i\/o timeout|tls handshake timeout|no answer within|context deadline exceeded|etimedout|超时|^time-?outs?$/i,
    code: 'i/o timeout, TLS handshake timeout',
    meaning: 'The network is slow or closed, or a proxy is missing',
    hint: 'Find out which with: swrctl doctor; --timeout 5m waits longer, and the same command goes on where it stopped',
  },
  {
    pattern: /proxy cannot be used|proxyconnect|代理不可用|proxy authentication required/i,
    code: 'proxy cannot be used',
    meaning: 'What HTTPS_PROXY or HTTP_PROXY names cannot be reached, or wants user and password',
    hint: 'Correct the variable, or name hosts that need no proxy in NO_PROXY, then: swrctl doctor',
  },
  {
    pattern: /http response to https client/i,
    code: 'http: server gave HTTP response to HTTPS client',
    meaning: 'The registry speaks plain HTTP; SWR never does',
    hint: 'Name the host with --plain-http HOST, or log in with its address: swrctl login http://HOST -u USER --password-stdin',
  },
  {
    pattern: /requested access to the resource is denied/i,
    code: 'denied: requested access to the resource is denied',
    meaning: 'The right is missing, or the name has no registry and went to Docker Hub',
    hint: 'Check rights with: swrctl perm who-can push ORG/REPO',
  },
  {
    pattern: /database not found blob/i,
    code: 'Database Not found blob',
    meaning: 'The manifest names a layer that was not uploaded, as base layers of Windows that docker save leaves out',
    hint: 'See which with: swrctl check SOURCE --to ORG',
  },
  {
    pattern: /no basic auth credentials|pull access denied|may require 'docker login'/i,
    code: 'no basic auth credentials, pull access denied',
    meaning: 'docker has no login for this registry, or the image is missing or private',
    hint: LOGIN,
  },
  {
    pattern: /not logged in|未登录/i,
    code: 'not logged in',
    meaning: 'The login is of another user (sudo), another region or another account, or a variable wins over it',
    hint: 'See what is used and what is passed over with: swrctl auth status',
  },
  {
    pattern: /authentication required|login command (?:fails|expired)|登录指令/i,
    code: 'unauthorized: authentication required',
    meaning: 'A temporary login has ended after six hours, or project, access key or login key is wrong',
    hint: LOGIN,
  },
  {
    pattern: /imagepullbackoff|errimagepull/i,
    code: 'ImagePullBackOff, ErrImagePull',
    meaning: 'The node could not pull; kubectl describe pod has the reason, often a pull secret that has ended',
    hint: 'Check the secrets with: kubectl get secrets -A -o yaml | swrctl k8s check -',
  },
  {
    pattern: /error parsing http 40[0-9] response|no error details found/i,
    code: 'error parsing HTTP 404 response body: no error details found',
    meaning: 'The registry address is wrong, or a gateway answered with a page of its own',
    hint: 'See the addresses of a region with: swrctl regions',
  },
  {
    pattern: /organization does not exist|failed to find namespace/i,
    code: 'Image organization does not exist, Failed to find namespace',
    meaning: 'The organization is missing in this region',
    hint: 'Look with: swrctl org list, and make it with: swrctl org add NAME',
  },
  {
    pattern: /manifest unknown|manifest_unknown|^not_found$/i,
    code: 'manifest unknown',
    meaning: 'Tag or repository do not exist here',
    hint: 'Look with: swrctl tag list ORG/REPO, and check the region with: swrctl auth status',
  },
  {
    pattern: /'?repository'? is invalid|^name invalid/i,
    code: "name invalid: 'repository' is invalid",
    meaning: 'Names are lower-case letters and digits, joined by single ".", "-", "_" or "/"',
    hint: 'Write the repository in lower case',
  },
  {
    pattern: /names no organization|no default one is set/i,
    code: 'names no organization, and no default one is set',
    meaning: 'A name such as app:v1 says no organization',
    hint: 'Write ORG/REPO:TAG, or keep one with: swrctl config set org ORG',
  },
  {
    pattern: /keychain cannot be used|密钥环不可用|^keychain$/i,
    code: 'The keychain cannot be used',
    meaning: 'Servers and containers have none, so the secret key was not saved',
    hint: 'Set SWRCTL_AK and SWRCTL_SK, or keep it in a file: swrctl login --insecure-storage',
  },
  {
    pattern: /there is no profile|未找到配置/i,
    code: 'There is no profile',
    meaning: 'What --profile or SWRCTL_PROFILE names does not exist',
    hint: 'See which there are with: swrctl auth list',
  },
  {
    pattern: /no space left on device|enospc|disk full|磁盘空间不足/i,
    code: 'no space left on device',
    meaning: 'A pull needs room for the unfinished file and the finished one, some archives also the temporary folder',
    hint: 'Free some, or point TMPDIR and -o to another disk',
  },
  {
    pattern: /quota exceeded|配额已满/i,
    code: '配额已满',
    meaning: 'No more organizations, repositories or tags may be made',
    hint: 'See how many with: swrctl quota',
  },
  {
    pattern: /toomanyrequests|too many requests|^429$|^503$/i,
    code: 'toomanyrequests, 429, 503',
    meaning: 'The service or Docker Hub throttles',
    hint: 'Wait, then go on with a lower --rate and --jobs',
  },
  {
    pattern: /^zstd$/i,
    code: 'zstd',
    meaning: 'SWR takes no layers packed with zstd; a push repacks them',
    hint: 'Push it with: swrctl push SOURCE ORG/REPO:TAG',
  },
];
