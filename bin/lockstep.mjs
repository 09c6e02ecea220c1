#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: finds a Node that can run Lockstep, and Lockstep.
import { launch } from './bootstrap/launch.mjs'

await launch('src/main.ts', import.meta.url)
