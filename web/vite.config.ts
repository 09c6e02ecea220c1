import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/spa/',
  plugins: [react()],
  // Not "assets": that is a page.
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', assetsDir: 'built' },
  // Strict: the session's cookie and the redirect URL belong to one origin.
  server: { port: 5173, strictPort: true, proxy: { '/api': 'http://127.0.0.1:8080' } },
})
