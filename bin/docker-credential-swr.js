#!/usr/bin/env node
require('../dist/start.cjs').start('docker-credential-swr.cjs');
