#!/usr/bin/env node
import '../dist/docker-credential-swr.js';
