#!/usr/bin/env node
require('../dist/start.cjs').start('swrctl-credential-provider.cjs');
