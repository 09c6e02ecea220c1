#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: finds a Node that can run the emulator, and the emulator.
import { launch } from './bootstrap/launch.mjs'

await launch('emulator/main.ts', import.meta.url)
