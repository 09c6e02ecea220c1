import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'
import { Badge, createTheme, Menu, Modal, Skeleton, Table, Tooltip } from '@mantine/core'

const teal: MantineColorsTuple = [
  '#eaf8f6',
  '#d5eeeb',
  '#a8dcd7',
  '#78c9c2',
  '#50b9b0',
  '#37aea5',
  '#259f96',
  '#0d756f',
  '#0a625d',
  '#064c48',
]

// Cooler than Mantine's own, from text to the deepest ground.
const slate: MantineColorsTuple = [
  '#d3dae1',
  '#b6c0c9',
  '#8f9aa5',
  '#626d78',
  '#515c67',
  '#2e363e',
  '#242b32',
  '#1b2026',
  '#15191e',
  '#0f1316',
]

const CALENDAR_LABELS = {
  nextMonth: 'Next month',
  previousMonth: 'Previous month',
  nextYear: 'Next year',
  previousYear: 'Previous year',
  nextDecade: 'Next decade',
  previousDecade: 'Previous decade',
}

export const theme = createTheme({
  colors: { lockstep: teal, dark: slate },
  primaryColor: 'lockstep',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    // Words as they are written; capitals are slower to read and get cut in narrow columns.
    Badge: Badge.extend({ styles: { root: { textTransform: 'none', fontWeight: 600 } } }),
    // A hidden first stop for focus is no item, and so not allowed inside role=menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        centered: true,
        // Its `header` element would count as a second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
      styles: { title: { fontWeight: 650, lineHeight: 1.3 } },
    }),
    // By name: importing it would bring all calendars into the first load.
    // No day is red: that is the colour of faults.
    DateInput: { defaultProps: { ariaLabels: CALENDAR_LABELS, weekendDays: [] } },
    Skeleton: Skeleton.extend({ defaultProps: { 'aria-hidden': true } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { multiline: true, maw: 420, withArrow: true, openDelay: 300 },
    }),
  },
})

/** Tones of badges and marks: `fg` on `bg` has at least 4.5:1 in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5b6570',
    '--mantine-color-error': '#c02222',
    '--mantine-color-placeholder': '#6b7580',
    '--ls-canvas': '#f6f8f9',
    '--ls-selected': '#f0f8f7',
    '--ls-critical-fg': '#8f1239',
    '--ls-critical-bg': '#fde3ea',
    '--ls-critical-mark': '#c2185b',
    '--ls-high-fg': '#94300a',
    '--ls-high-bg': '#ffe9dc',
    '--ls-high-mark': '#e8590c',
    '--ls-medium-fg': '#7a4a00',
    '--ls-medium-bg': '#fff1cc',
    '--ls-medium-mark': '#d99a00',
    '--ls-low-fg': '#1b4f91',
    '--ls-low-bg': '#e3eefb',
    '--ls-low-mark': '#3b82d6',
    '--ls-neutral-fg': '#454f5a',
    '--ls-neutral-bg': '#edf0f2',
    '--ls-neutral-mark': '#8a949e',
    '--ls-good-fg': '#14603a',
    '--ls-good-bg': '#ddf4e6',
    '--ls-good-mark': '#2b9a61',
    '--ls-brand-fg': '#0b5f5b',
    '--ls-brand-bg': '#dcf1ef',
    '--ls-brand-mark': '#0d756f',
    '--ls-violet-fg': '#5a3a99',
    '--ls-violet-bg': '#eee7fb',
    '--ls-violet-mark': '#8258d1',
  },
  dark: {
    '--mantine-color-body': '#1b2026',
    '--mantine-color-dimmed': '#a3adb7',
    '--mantine-color-error': '#ff8f8f',
    '--mantine-color-placeholder': '#929ca6',
    '--mantine-color-default-border': '#3a424a',
    '--ls-canvas': '#12161a',
    '--ls-selected': '#1b2d2f',
    '--ls-critical-fg': '#ffb3c8',
    '--ls-critical-bg': '#4d1529',
    '--ls-critical-mark': '#f0447e',
    '--ls-high-fg': '#ffc4a3',
    '--ls-high-bg': '#4a2412',
    '--ls-high-mark': '#f4793b',
    '--ls-medium-fg': '#ffdb85',
    '--ls-medium-bg': '#42320b',
    '--ls-medium-mark': '#e3b341',
    '--ls-low-fg': '#b3d4ff',
    '--ls-low-bg': '#16304f',
    '--ls-low-mark': '#5d9cec',
    '--ls-neutral-fg': '#cdd5dc',
    '--ls-neutral-bg': '#2e353c',
    '--ls-neutral-mark': '#7d8892',
    '--ls-good-fg': '#a5e6c0',
    '--ls-good-bg': '#15392a',
    '--ls-good-mark': '#45b97c',
    '--ls-brand-fg': '#9fe0da',
    '--ls-brand-bg': '#11403d',
    '--ls-brand-mark': '#37aea5',
    '--ls-violet-fg': '#d6c4ff',
    '--ls-violet-bg': '#36275a',
    '--ls-violet-mark': '#a787ec',
  },
})
