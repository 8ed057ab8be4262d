#!/usr/bin/env node
import '../dist/swrctl-credential-provider.js';
