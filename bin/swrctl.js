#!/usr/bin/env node
import '../dist/compile-cache.js';
await import('../dist/swrctl.js');
