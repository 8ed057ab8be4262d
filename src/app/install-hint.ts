/** How the programs come onto the PATH. Nobody holds the name on npm yet. */
export const INSTALL =
  'Install swrctl for the whole system, in its folder: npm ci && npm pack && npm install --global ./swrctl-*.tgz';
