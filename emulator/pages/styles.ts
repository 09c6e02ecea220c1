export const STYLES = `
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: #1d2733; background: #f3f5f7 }
`
